import type { Service } from "./harness/service.ts";

export default {
  packages: ["proftpd-core", "python3"],
  files: {
    "etc/proftpd/proftpd.conf":
      "Include /etc/proftpd/modules.conf\nServerName own\nServerType standalone\nPort 21\nUseIPv6 off\nUseReverseDNS off\nUser proftpd\nGroup nogroup\nDefaultRoot ~\nAuthOrder mod_auth_unix.c\nRequireValidShell off\nMaxInstances 200\nAllowOverwrite on\nPassivePorts 40000 40999\nSystemLog /var/log/proftpd/proftpd.log\nTransferLog none\nWtmpLog off\n",
  },
  setup: "useradd -m -s /bin/sh app\necho app:app | chpasswd\necho hello > /home/app/hello.txt",
  command: ["proftpd", "--nodaemon"],
  ports: [21],
  flags: [
    "--port",
    "21",
    "--exec",
    `python3 -c 'import ftplib, io; f = ftplib.FTP("127.0.0.1", "app", "app"); f.storbinary("STOR up.txt", io.BytesIO(b"hello")); f.retrbinary("RETR hello.txt", print); f.quit()'`,
  ],
  probes: [{ kind: "client", script: "curl -s --max-time 8 ftp://app:app@$HOST/hello.txt | grep -qx hello" }],
  execs: ["ftpwho", "ls -l /home/app", "proftpd -t"],
  reload: { signal: "HUP" },
  known: { tmpfs: ["/run", "/var/log/proftpd", "/tmp"] },
} satisfies Service;
