import type { Service } from "./harness/service.ts";

export default {
  packages: ["prosody"],
  setup: "mkdir -p /run/prosody\nchown prosody:prosody /run/prosody",
  command: ["prosody", "-F"],
  user: "prosody",
  volumes: ["/var/lib/prosody"],
  ports: [5222],
  flags: [
    "--port",
    "5222",
    "--exec",
    `bash -c 'exec 3<>/dev/tcp/127.0.0.1/5222; printf "<?xml version=\\"1.0\\"?><stream:stream to=\\"localhost\\" version=\\"1.0\\" xmlns=\\"jabber:client\\" xmlns:stream=\\"http://etherx.jabber.org/streams\\">" >&3; read -r -t 5 -n 60 a <&3; case "$a" in *stream*) ;; *) exit 1;; esac'`,
    "--exec",
    "sh -c 'kill -HUP 1'",
  ],
  probes: [
    {
      kind: "tcp",
      port: 5222,
      send: '<?xml version="1.0"?><stream:stream to="localhost" version="1.0" xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">',
      expect: "stream:features",
    },
  ],
  reload: { inside: "kill -HUP 1" },
  known: {
    tmpfs: ["/run/prosody:mode=1777", "/var/log/prosody:mode=1777"],
    user: { user: "prosody", tmpfs: ["/run/prosody:mode=1777", "/var/log/prosody:mode=1777"] },
  },
} satisfies Service;
