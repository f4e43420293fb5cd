import type { Service } from "./harness/service.ts";

export default {
  packages: ["dovecot-imapd", "python3"],
  files: {
    "etc/dovecot/dovecot.conf": `dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
log_path = /dev/stderr
protocols = imap
ssl = no
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = ~/Maildir
passdb passwd-file {
  passwd_file_path = /etc/dovecot/users
}
userdb passwd-file {
  passwd_file_path = /etc/dovecot/users
}
`,
  },
  setup:
    'useradd -m app\necho "app:{PLAIN}app:$(id -u app):$(id -g app)::/home/app" > /etc/dovecot/users\nchown root:dovecot /etc/dovecot/users\nchmod 640 /etc/dovecot/users',
  command: ["dovecot", "-F"],
  ports: [143],
  flags: [
    "--port",
    "143",
    "--exec",
    `python3 -c 'import imaplib; c = imaplib.IMAP4("127.0.0.1"); c.login("app", "app"); c.append("INBOX", None, None, b"Subject: hello\\r\\n\\r\\nhello"); c.select(); c.search(None, "ALL"); c.logout()'`,
  ],
  probes: [
    {
      kind: "client",
      script:
        "curl -s --max-time 8 imap://app:app@$HOST/INBOX | grep -q . || curl -s --max-time 8 imap://app:app@$HOST/ | grep -q INBOX",
    },
  ],
  execs: ["doveadm who", "doveadm mailbox list -u app | grep -q INBOX", "ls -l /home/app"],
  reload: { inside: "doveadm reload" },
  known: { tmpfs: ["/run/dovecot:exec,mode=755", "/var/lib/dovecot", "/tmp", "/home/app:uid=1000,gid=1000"] },
} satisfies Service;
