import type { Service } from "./harness/service.ts";

export default {
  packages: ["opensmtpd", "python3"],
  files: {
    "etc/smtpd.conf":
      'listen on 0.0.0.0\nlisten on socket\naction "local" mbox\nmatch from any for domain "twelve.test" action "local"\nmatch from local for local action "local"\n',
    "etc/mailname": "twelve.test\n",
  },
  setup: "useradd -m app",
  command: ["smtpd", "-d"],
  ports: [25],
  flags: [
    "--port",
    "25",
    "--exec",
    `python3 -c 'import smtplib; s = smtplib.SMTP("127.0.0.1"); s.sendmail("a@twelve.test", "app@twelve.test", "Subject: hello\\n\\nhello")'`,
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
  execs: ["smtpctl show status | grep -q MDA", "smtpctl show queue", "ls -l /var/mail"],
  known: { tmpfs: ["/run", "/var/spool/smtpd:mode=711", "/var/mail:gid=8,mode=2775", "/tmp"] },
} satisfies Service;
