import type { Service } from "./harness/service.ts";

export default {
  packages: ["nginx-light", "php-fpm", "supervisor", "logrotate"],
  files: {
    "etc/nginx/sites-enabled/default":
      "server {\n  listen 80;\n  root /var/www/html;\n  location / { include fastcgi_params; fastcgi_param SCRIPT_FILENAME /var/www/html/index.php; fastcgi_pass unix:/run/php/php-fpm.sock; }\n}\n",
    "etc/supervisor/conf.d/own.conf":
      "[supervisord]\nnodaemon=true\nuser=root\n[program:nginx]\ncommand=nginx -g 'daemon off;'\n[program:php]\ncommand=php-fpm -F\n",
    "var/www/html/index.php": "<?php\nfile_put_contents('/tmp/last', date('c'));\necho 'twenty services: php';\n",
  },
  setup:
    "ln -s /usr/sbin/php-fpm8.4 /usr/local/sbin/php-fpm\nrm -f /etc/nginx/sites-available/default\nsed -i 's#^listen = .*#listen = /run/php/php-fpm.sock#' /etc/php/8.4/fpm/pool.d/www.conf\nmkdir -p /run/php",
  command: ["/usr/bin/supervisord", "-c", "/etc/supervisor/supervisord.conf"],
  ports: [80],
  flags: [
    "--port",
    "80",
    "--get",
    "/",
    "--exec",
    "nginx -s reload",
    "--exec",
    "supervisorctl status nginx",
    "--exec",
    "logrotate -f /etc/logrotate.d/nginx",
  ],
  probes: [{ kind: "http", port: 80, path: "/", contains: "twenty services" }],
  reload: { inside: "supervisorctl signal USR2 php && nginx -s reload" },
  periodic: "logrotate -f /etc/logrotate.d/nginx",
  known: {
    tmpfs: [
      "/run",
      "/run/php",
      "/tmp",
      "/var/lib/nginx",
      "/var/log:mode=755",
      "/var/log/nginx:mode=755",
      "/var/log/supervisor",
      "/var/lib/logrotate",
    ],
  },
} satisfies Service;
