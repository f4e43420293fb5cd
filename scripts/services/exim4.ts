import type { Service } from "./harness/service.ts";

export default {
  packages: ["exim4-daemon-light"],
  setup:
    "useradd -m app\necho 'twenty.test' > /etc/mailname\nsed -i \"s/dc_eximconfig_configtype=.*/dc_eximconfig_configtype='local'/; s/dc_local_interfaces=.*/dc_local_interfaces='0.0.0.0'/; s/dc_other_hostnames=.*/dc_other_hostnames='twenty.test'/\" /etc/exim4/update-exim4.conf.conf\nupdate-exim4.conf",
  command: ["/usr/sbin/exim4", "-bdf", "-q15m"],
  ports: [25],
  flags: [
    "--port",
    "25",
    "--exec",
    `python3 -c 'import smtplib; s = smtplib.SMTP("127.0.0.1"); s.sendmail("a@twenty.test", "app@twenty.test", "Subject: hello\\n\\nhello")'`,
    "--exec",
    "sh -c 'kill -HUP 1; sleep 1'",
  ],
  probes: [
    {
      kind: "client",
      script:
        "printf 'Subject: x\\n\\nx\\n' | curl -s --max-time 8 --url smtp://$HOST --mail-from a@twenty.test --mail-rcpt app@twenty.test --upload-file -",
    },
    {
      kind: "inside",
      script: "for i in 1 2 3 4 5 6 7 8 9 10; do test -s /var/mail/app && exit 0; sleep 0.5; done; exit 1",
    },
  ],
  reload: { inside: "kill -HUP 1; sleep 1" },
  periodic: "/usr/sbin/exim_tidydb /var/spool/exim4 retry; exim4 -qf",
  known: {
    tmpfs: [
      "/run:mode=1777",
      "/var/spool/exim4:uid=100,gid=101",
      "/var/log/exim4:uid=100,gid=101",
      "/var/mail:gid=8,mode=2775",
    ],
  },
} satisfies Service;
