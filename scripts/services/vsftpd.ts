import type { Service } from "./harness/service.ts";

export default {
  packages: ["vsftpd"],
  files: {
    "etc/vsftpd.conf":
      "listen=YES\nbackground=NO\nanonymous_enable=YES\nanon_root=/srv/ftp\nlocal_enable=NO\nsecure_chroot_dir=/var/run/vsftpd/empty\nisolate=NO\nisolate_network=NO\nxferlog_enable=NO\nmax_clients=500\n",
    "srv/ftp/hello.txt": "twenty services: vsftpd\n",
  },
  setup: "mkdir -p /run/vsftpd/empty",
  command: ["vsftpd", "/etc/vsftpd.conf"],
  ports: [21],
  flags: [
    "--port",
    "21",
    "--exec",
    `python3 -c 'from ftplib import FTP; f = FTP("127.0.0.1"); f.login(); f.retrlines("RETR hello.txt")'`,
  ],
  probes: [{ kind: "client", script: "curl -s --max-time 8 ftp://$HOST/hello.txt | grep -q 'twenty services'" }],
  known: { tmpfs: [] },
} satisfies Service;
