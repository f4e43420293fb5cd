import type { Service } from "./harness/service.ts";

export default {
  packages: ["mariadb-server", "mariadb-client"],
  files: {
    "etc/mysql/own.sql":
      "CREATE DATABASE IF NOT EXISTS app;\nCREATE USER IF NOT EXISTS app@'%' IDENTIFIED BY 'app';\nGRANT ALL ON *.* TO app@'%';\nCREATE TABLE IF NOT EXISTS app.visit (at DATETIME);\n",
  },
  setup: "mkdir -p /run/mysqld\nchown mysql:mysql /run/mysqld",
  command: ["mariadbd", "--user=mysql", "--bind-address=0.0.0.0", "--init-file=/etc/mysql/own.sql"],
  volumes: ["/var/lib/mysql"],
  ports: [3306],
  flags: [
    "--port",
    "3306",
    "--exec",
    "mariadb -h127.0.0.1 -uapp -papp -e 'INSERT INTO app.visit VALUES (NOW())'",
    "--exec",
    "mariadb -h127.0.0.1 -uapp -papp -Ne 'SELECT COUNT(*) > 0 FROM app.visit'",
    "--exec",
    "mariadb-admin -h127.0.0.1 -uapp -papp flush-logs",
  ],
  probes: [
    {
      kind: "client",
      script:
        "mysql --skip-ssl -h$HOST -uapp -papp -Ne 'INSERT INTO app.visit VALUES (NOW()); SELECT 42' | grep -qx 42",
    },
  ],
  reload: { inside: "mariadb-admin -h127.0.0.1 -uapp -papp reload" },
  periodic: "mariadb-admin -h127.0.0.1 -uapp -papp flush-logs && mariadb-dump -h127.0.0.1 -uapp -papp app > /dev/null",
  known: {
    tmpfs: ["/run/mysqld:mode=1777", "/tmp"],
    user: { user: "mysql", tmpfs: ["/run/mysqld:mode=1777", "/tmp"] },
  },
} satisfies Service;
