// A project that has a secret in every place that a container or a build can print one from, each place with its own.

/** A fake one that looks drawn: letters, digits, and no word of a document. */
export const markerOf = (place: number): string => `mRk${String(place).padStart(2, "0")}Zq7Vw9xT`;

const names = new Map<string, string>();

/** The marker of a place, by its name. */
function at(place: string): string {
  const known = names.get(place) ?? markerOf(names.size + 1);
  names.set(place, known);
  return known;
}

/** By name of a place its marker, in the order in which they were planted. */
export function runTimePlaces(): ReadonlyMap<string, string> {
  return names;
}

/** Prints all that a container knows, in the encodings that programs print it in. */
const tell = String.raw`#!/bin/sh
tell() {
  echo "--- $1"; shift
  for word in "$@"; do
    echo "word: $word"
    echo "{\"json\": \"$word\"}"
    printf '%s' "$word" | busybox base64 2> /dev/null
    printf '%s' "$word" | busybox od -An -tx1 2> /dev/null | tr -d ' \n'; echo
  done
  env
  cat /run/secrets/* /app.conf /app.json /baked 2> /dev/null
}
`;

const entry = String.raw`${tell}
mkdir -p /tmp/names
for one in $API_TOKEN $IMAGE_TOKEN; do touch "/tmp/names/$one"; done
[ "$1" = crash ] && { tell crash "$@"; exit 3; }
tell start "$@"
trap 'tell stop "$@"; exit 0' TERM
httpd -f -p 8080 -h /www &
wait
`;

/** Of each request, and what the steps compare. */
const ask = String.raw`${tell}
printf "Content-Type: text/plain\r\nX-Token: $API_TOKEN\r\n\r\n"
tell request
`;

/** `web` is the image's name, and `store` that of the service beside it. */
export function secretProject(web: string, base: string): Readonly<Record<string, string>> {
  return {
    "compose.yaml": `name: ${web.replaceAll(/\W/g, "-")}
include: [{ path: more/other.yaml, env_file: more/other.env }]
x-note: { token: ${at("extension field")} }
services:
  web:
    image: ${web}
    build:
      context: .
      args: { BUILD_TOKEN: ${at("build argument")}, BUILD_FROM_ENV: "\${BUILD_PW}" }
    entrypoint: [/bin/sh, /entry.sh, "--entry=\${ENTRY_PW}"]
    command:
      - "--password=\${CMD_PW}"
      - "\${NONE_PW:-x-\${NESTED_PW}}"
      - "\${REQUIRED_PW:?}"
      - "\${ALT_PW:+\${ALT_PW}}"
      - "--db-password=${at("literal password of a command")}"
      - "postgres://app:\${URL_PW}@db/app"
      - "$\${LITERAL} $$PLAIN"
      - "two \${MANY_PW}-\${CMD_PW}"
    environment:
      API_TOKEN: ${at("environment")}
      FROM_ENV: "\${ENV_PW}"
      DATABASE_URL: "postgres://app:${at("password of an address")}@db/app"
      LIST_OF: "a,${at("item of a list")},b"
    env_file: [web.env]
    healthcheck:
      test: ["CMD-SHELL", "wget -q -O /dev/null http://localhost:8080/cgi-bin/ask && test -n '\${HEALTH_PW}'"]
      interval: 1s
    labels: { label.token: "\${LABEL_PW}", label.plain: ${at("label")} }
    annotations: { note.token: ${at("annotation")}, note.env: "\${ANNOTATION_PW}" }
    hostname: "\${HOSTNAME_PW}"
    domainname: "\${DOMAIN_PW}"
    extra_hosts: ["\${HOSTS_PW}:127.0.0.1"]
    logging: { options: { tag: "\${LOG_PW}" } }
    depends_on: [store]
    secrets: [db_password]
    configs: [{ source: app, target: /app.conf }, { source: json, target: /app.json }]
    ports: ["8080"]
secrets: { db_password: { file: ./db_password.txt } }
configs:
  app: { file: ./app.conf }
  json: { file: ./app.json }
  inline: { content: "token=${at("content of a config")}" }
`,
    "more/other.yaml": `services:
  store:
    image: ${base}
    command: [sh, -c, 'trap "exit 0" TERM; echo "store: $\${TOLD} \${INCLUDE_PW}"; httpd -f -p 9090 & wait']
    environment: { TOLD: "\${INCLUDE_ENV}", STORE_PASSWORD: ${at("environment of another service")} }
`,
    "more/other.env": `INCLUDE_PW=${at("env file of an include, in a command")}\nINCLUDE_ENV=${at("env file of an include")}\n`,
    ".env": [
      `ENTRY_PW=${at(".env in an entrypoint")}`,
      `CMD_PW=${at(".env in a command")}`,
      `NESTED_PW=${at(".env in a default")}`,
      `REQUIRED_PW=${at(".env, required")}`,
      `ALT_PW=${at(".env in an alternative")}`,
      `URL_PW=${at(".env in an address")}`,
      `MANY_PW=${at(".env beside another")}`,
      `ENV_PW=${at(".env in the environment")}`,
      `HEALTH_PW=${at(".env in a health check")}`,
      `LABEL_PW=${at(".env in a label")}`,
      `BUILD_PW=${at(".env in a build argument")}`,
      `HOSTNAME_PW=${at(".env in a host name")}`,
      `DOMAIN_PW=${at(".env in a domain name")}`,
      `ANNOTATION_PW=${at(".env in an annotation")}`,
      `HOSTS_PW=${at(".env in extra hosts")}`,
      `LOG_PW=${at(".env in options of a log")}`,
      `UNUSED_PW=${at(".env, unused")}`,
    ].join("\n"),
    "web.env": `FILE_TOKEN=${at("env file")}\nFILE_QUOTED='${at("env file, in quotes")}'\n`,
    "db_password.txt": `${at("file of a secret")}\n`,
    "app.conf": `[app]\nport = 8080\napi_key = ${at("line of a config")}\nrequirepass ${at("words of a config")}\n`,
    "app.json": `{ "level": "info", "auth": { "clientSecret": "${at("JSON of a config")}" } }\n`,
    "hullproof.yaml": `build: { args: { HULL_TOKEN: ${at("build argument of hullproof.yaml")} } }
workload:
  ready: { http: { port: 8080, path: /cgi-bin/ask } }
  env: { HULL_API_KEY: ${at("workload.env")} }
  steps:
    - { http: { port: 8080, path: /cgi-bin/ask, body: "request" } }
    - http:
        port: 8080
        path: /cgi-bin/ask?access_token=${at("query of a step")}
        headers: { authorization: Bearer ${at("header of a step")} }
        method: POST
        send: user=jane&password=${at("body of a step")}
    - { exec: { command: [sh, -c, "env; cat /run/secrets/* /baked 2> /dev/null; echo $*; true", ask, --token, ${at("word of a step")}] } }
  load: { clients: 2, for: 200ms }
  restart: false
  stop: { timeout: 5s, exitCodes: [0, 143] }
`,
    Dockerfile: `FROM ${base}
ARG BUILD_TOKEN
ARG BUILD_FROM_ENV
ARG HULL_TOKEN
ARG DEFAULT_TOKEN=${at("default of an ARG")}
ENV IMAGE_TOKEN=${at("ENV of an image")} PUBLIC_NAME=web
ENV IMAGE_FROM_ARG_PW=$BUILD_TOKEN
ENV IMAGE_GITLAB=glpat-${at("token by its form in ENV")}b7Kb7K1
LABEL image.token=${at("LABEL of an image")}
COPY entry.sh /entry.sh
COPY www /www
WORKDIR /www
RUN echo "baked $BUILD_TOKEN $BUILD_FROM_ENV $HULL_TOKEN" > /baked; echo "building with $BUILD_TOKEN"; chmod 0755 /www/cgi-bin/ask
RUN echo wget --password ${at("password in a RUN")} http://localhost/ > /dev/null
EXPOSE 8080
HEALTHCHECK CMD wget -q -O /dev/null http://localhost:8080/cgi-bin/ask
STOPSIGNAL SIGTERM
ENTRYPOINT ["/bin/sh", "/entry.sh"]
`,
    "entry.sh": entry,
    "www/cgi-bin/ask": ask,
  };
}
