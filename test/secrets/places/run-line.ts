/** Options of `docker run`, by what holds the secret. */
export const runLinePlaces: Readonly<Record<string, string>> = {
  "-e": "docker run --privileged -e DB_PASSWORD=§ example/web:1.4",
  "--env=": "docker run --privileged --env=DB_PASSWORD='§' example/web:1.4",
  "address in -e": "docker run --privileged -e DB=postgres://app:§@db.acme.io/app example/web:1.4",
  "--health-cmd": "docker run --privileged --health-cmd 'redis-cli -a § ping' redis:8",
  "--label": "docker run --privileged --label db.password=§ example/web:1.4",
  "--log-opt": "docker run --privileged --log-opt splunk-token=§ example/web:1.4",
  "--build-arg": "docker build --build-arg API_TOKEN=§ . && docker run --privileged example/web:1.4",
  command: "docker run --privileged redis:8 redis-server --requirepass §",
  "command, with =": "docker run --privileged example/web:1.4 serve --db-password=§",
  "command of a shell": "docker run --privileged example/web:1.4 sh -c 'mysql -uroot -p§'",
  "--entrypoint": "docker run --privileged --entrypoint '/bin/app --token=§' example/web:1.4",
  "assignment before it": "DB_PASSWORD=§ docker run --privileged -e DB_PASSWORD example/web:1.4",
  "pipe before it": "echo § | docker login -u bob --password-stdin; docker run --privileged example/web:1.4",
  "continued line": "docker run --privileged \\\n  -e DB_PASSWORD=§ \\\n  example/web:1.4",
  "podman secret": "podman run --privileged --creds bob:§ example/web:1.4",
};
