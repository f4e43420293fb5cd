import type { Service } from "./harness/service.ts";

export default {
  packages: ["postfix", "python3"],
  before: "echo 'postfix postfix/main_mailer_type select Local only' | debconf-set-selections",
  setup:
    "useradd -m app\npostconf -e 'mydestination = twelve.test, localhost' 'inet_interfaces = all' 'inet_protocols = ipv4' 'maillog_file = /dev/stdout' 'smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination' 'smtpd_client_connection_count_limit = 0' 'smtpd_client_connection_rate_limit = 0'\necho twelve.test > /etc/mailname",
  command: ["postfix", "start-fg"],
  ports: [25],
  flags: [
    "--port",
    "25",
    "--exec",
    `python3 -c 'import smtplib; s = smtplib.SMTP("127.0.0.1"); s.sendmail("a@twelve.test", "app@twelve.test", "Subject: hello\\n\\nhello")'`,
    "--exec",
    "postfix reload",
  ],
  probes: [
    {
      kind: "client",
      script:
        "printf 'Subject: x\\n\\nx\\n' | curl -s --max-time 8 --url smtp://$HOST --mail-from a@twelve.test --mail-rcpt app@twelve.test --upload-file -",
    },
    {
      kind: "inside",
      script: "for i in 1 2 3 4 5 6 7 8 9 10; do test -s /var/mail/app && exit 0; sleep 0.5; done; exit 1",
    },
  ],
  execs: ["postqueue -p", "postconf -n mydestination | grep -q twelve", "ls -l /var/spool/postfix"],
  reload: { inside: "postfix reload" },
  periodic: "postqueue -f",
  known: {
    tmpfs: ["/run", "/tmp", "/var/spool/postfix", "/var/lib/postfix:uid=100,gid=101", "/var/mail:gid=8,mode=2775"],
  },
} satisfies Service;
