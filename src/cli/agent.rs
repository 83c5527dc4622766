//! Who is at the keyboard, when nobody says: the session's user.

use crate::domain::texte::une_ligne;

/// The name of the process's user in `/etc/passwd`, else `uid N`. The environment is not asked: `USER`
/// can say anything, and a static build has no NSS.
#[must_use]
pub fn of_session() -> String {
    let uid = rustix::process::getuid().as_raw();
    std::fs::read(PASSWD)
        .ok()
        .and_then(|passwd| name_of(uid, &String::from_utf8_lossy(&passwd)))
        .unwrap_or_else(|| format!("uid {uid}"))
}

const PASSWD: &str = "/etc/passwd";

/// The name beside `uid` in the text of a passwd file.
fn name_of(uid: u32, passwd: &str) -> Option<String> {
    passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields.get(2).and_then(|f| f.parse().ok()) == Some(uid))
        .and_then(|fields| fields.first().map(|name| une_ligne(name)))
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_name_beside_the_number() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\n# note\nmarie:x:1000:1000::/home/marie:/bin/sh\n:x:5:";
        assert_eq!(name_of(1000, passwd).as_deref(), Some("marie"));
        assert_eq!(name_of(0, passwd).as_deref(), Some("root"));
        assert_eq!(name_of(7, passwd), None);
        assert_eq!(name_of(5, passwd), None);
    }
}
