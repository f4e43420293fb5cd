// Where the value of a secret can be written in what hullproof reads. Tests plant one marker in each place and search every output for it.

/** A fake one that looks drawn: letters, digits, and no word of a document. */
export const marker = "Zq7mRk3rVw9x";

/** Stands for the marker in the table. */
const sign = "§";

export type PlaceKind = "dockerfile" | "document" | "compose" | "kubernetes" | "quadlet" | "image";

export interface SecretPlace {
  /** Unique. */
  readonly name: string;
  readonly kind: PlaceKind;
  /** By path below a folder; of an image none. */
  readonly files: Readonly<Record<string, string>>;
  /** Of an image: parts of its configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Of an image: `created_by` of a step. */
  readonly history?: string;
}

/** The place with the marker in it, each of its files below a folder. */
export function planted(place: SecretPlace, value = marker, folder = ""): SecretPlace {
  const put = (text: string): string => text.replaceAll(sign, () => value);
  const { config, history } = place;
  return {
    ...place,
    files: Object.fromEntries(Object.entries(place.files).map(([path, text]) => [folder + path, put(text)])),
    ...(config && { config: JSON.parse(put(JSON.stringify(config))) as NonNullable<typeof config> }),
    ...(history !== undefined && { history: put(history) }),
  };
}

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

/** Lines of a Dockerfile, by what holds the secret. */
const dockerfile: Readonly<Record<string, string>> = {
  ENV: "ENV DB_PASSWORD=§",
  "ENV, legacy form": "ENV DB_PASSWORD §",
  "ENV, in quotes": 'ENV DB_PASSWORD="§"',
  "ENV, in single quotes": "ENV DB_PASSWORD='§'",
  "ENV, quotes around a part": 'ENV DB_PASSWORD=a"§"b',
  "ENV, second of a line": "ENV TZ=UTC DB_PASSWORD=§ LANG=C",
  "ENV, on a continued line": "ENV TZ=UTC \\\n    DB_PASSWORD=§",
  "ENV, behind an empty continuation": "ENV TZ=UTC \\\n\n    DB_PASSWORD=§",
  "ENV, behind a comment in a continuation": "ENV TZ=UTC \\\n# a comment\n    DB_PASSWORD=§",
  "ENV, with a variable behind": "ENV DB_PASSWORD=§$DB_PASSWORD",
  "ENV, with a variable before": "ENV DB_PASSWORD=${TZ}§",
  "ENV, in a list of options": "ENV JAVA_OPTS=-Djavax.net.ssl.keyStorePassword=§",
  "ENV, in an address": "ENV DATABASE_URL=postgres://app:§@db.acme.io:5432/app",
  "ENV, of a dotted name": "ENV spring.datasource.password=§",
  "ENV, a name that only may say secret": "ENV APP_AUTH=§",
  "ARG, default": "ARG API_TOKEN=§",
  "ARG, second of a line": "ARG TZ=UTC API_TOKEN=§",
  "ARG, default that another uses": "ARG API_TOKEN=§\nENV APP=$API_TOKEN",
  LABEL: "LABEL db.password=§",
  "LABEL, in a command": 'LABEL run="docker run -e DB_PASSWORD=§ app"',
  "RUN, assignment before a command": "RUN DB_PASSWORD=§ ./migrate",
  "RUN, export": "RUN export DB_PASSWORD=§ && ./migrate",
  "RUN, curl -u": "RUN curl -u admin:§ https://repo.acme.io/a.sh | sh",
  "RUN, curl --user=": "RUN curl --user=admin:§ https://repo.acme.io/a.sh | sh",
  "RUN, curl with a header": 'RUN curl -H "Authorization: Bearer §" https://repo.acme.io/a.sh | sh',
  "RUN, curl with a token of GitLab": 'RUN curl --header "PRIVATE-TOKEN: §" https://git.acme.io/a.sh | sh',
  "RUN, curl with a key": "RUN curl -H 'X-Api-Key: §' https://repo.acme.io/a.sh | sh",
  "RUN, wget --password": "RUN wget --user=admin --password=§ https://repo.acme.io/a.sh",
  "RUN, address": "RUN curl https://bob:§@repo.acme.io/a.sh | sh",
  "RUN, address of git": "RUN git clone https://oauth2:§@git.acme.io/a.git",
  "RUN, address with a token in its query": "RUN curl 'https://repo.acme.io/a.sh?access_token=§' | sh",
  "RUN, address with a token alone": "RUN git clone https://§@git.acme.io/a.git",
  "RUN, git config": 'RUN git config --global url."https://bob:§@git.acme.io/".insteadOf https://git.acme.io/',
  "RUN, git extraheader": "RUN git -c http.extraheader='AUTHORIZATION: basic §' clone https://git.acme.io/a.git",
  "RUN, pip --index-url": "RUN pip install --index-url https://bob:§@pip.acme.io/simple app",
  "RUN, pip --extra-index-url=": "RUN pip install --extra-index-url=https://bob:§@pip.acme.io/simple app",
  "RUN, pip config": "RUN pip config set global.index-url https://bob:§@pip.acme.io/simple",
  "RUN, poetry config": "RUN poetry config http-basic.acme bob §",
  "RUN, uv publish": "RUN uv publish --token §",
  "RUN, twine": "RUN twine upload -u bob -p § dist/*",
  "RUN, npm token": "RUN npm config set //registry.npmjs.org/:_authToken=§",
  "RUN, npm token as a word": "RUN npm config set //npm.acme.io/:_authToken §",
  "RUN, npmrc by echo": 'RUN echo "//npm.acme.io/:_authToken=§" > .npmrc && npm ci',
  "RUN, yarn token": "RUN yarn config set npmAuthToken §",
  "RUN, gem source": "RUN gem sources --add https://bob:§@gems.acme.io/",
  "RUN, bundle config": "RUN bundle config set --global gems.acme.io bob:§",
  "RUN, composer config": "RUN composer config --global http-basic.repo.acme.io bob §",
  "RUN, composer token": "RUN composer config --global github-oauth.github.com §",
  "RUN, maven property": "RUN mvn -Drepo.password=§ package",
  "RUN, gradle property": "RUN ./gradlew build -PrepoPassword=§",
  "RUN, apt source": "RUN echo 'deb https://bob:§@apt.acme.io stable main' > /etc/apt/sources.list.d/a.list",
  "RUN, apt login file": "RUN echo 'machine apt.acme.io login bob password §' > /etc/apt/auth.conf.d/a.conf",
  "RUN, netrc": 'RUN printf "machine git.acme.io\\nlogin bob\\npassword §\\n" > ~/.netrc',
  "RUN, apk repository": "RUN apk add --repository https://bob:§@apk.acme.io/main curl",
  "RUN, go proxy": "RUN GOPROXY=https://bob:§@go.acme.io go build ./...",
  "RUN, cargo token": "RUN cargo login §",
  "RUN, nuget source":
    "RUN dotnet nuget add source https://nuget.acme.io/v3 -u bob -p § --store-password-in-clear-text",
  "RUN, conda token": "RUN conda config --add channels https://conda.acme.io/t/§/main",
  "RUN, docker login": "RUN docker login -u bob -p § registry.acme.io",
  "RUN, docker login from a pipe": "RUN echo § | docker login -u bob --password-stdin registry.acme.io",
  "RUN, helm login": "RUN helm registry login -u bob --password § registry.acme.io",
  "RUN, aws configure": "RUN aws configure set aws_secret_access_key §",
  "RUN, az login": "RUN az login --service-principal -u app -p § --tenant acme",
  "RUN, gcloud, doctl": "RUN doctl auth init -t §",
  "RUN, mysql -p": "RUN mysql -uroot -p§ -e 'select 1'",
  "RUN, mysql --password=": "RUN mysql -u root --password=§ -e 'select 1'",
  "RUN, psql with PGPASSWORD": "RUN PGPASSWORD=§ psql -h db -c 'select 1'",
  "RUN, redis-cli -a": "RUN redis-cli -h db -a § ping",
  "RUN, sshpass": "RUN sshpass -p § ssh bob@host.acme.io true",
  "RUN, openssl pass:": "RUN openssl rsa -passin pass:§ -in a.pem -out b.pem",
  "RUN, keytool": "RUN keytool -importcert -storepass § -file a.crt -noprompt",
  "RUN, chpasswd": "RUN echo 'app:§' | chpasswd",
  "RUN, useradd -p": "RUN useradd -m -p § app",
  "RUN, passwd --stdin": "RUN echo § | passwd --stdin app",
  "RUN, SQL": "RUN psql -c \"ALTER USER app PASSWORD '§'\"",
  "RUN, SQL of MySQL": "RUN mysql -e \"CREATE USER 'app'@'%' IDENTIFIED BY '§'\"",
  "RUN, exec form": 'RUN ["node", "x.js", "--password", "§"]',
  "RUN, exec form with a shell": 'RUN ["sh", "-c", "redis-cli -a § ping"]',
  "RUN, heredoc": "RUN <<EOF\nexport DB_PASSWORD=§\ncurl -u admin:§ https://repo.acme.io/a.sh | sh\nEOF",
  "RUN, heredoc of another program": "RUN python3 <<EOF\npassword = '§'\nEOF",
  "RUN, echo into a file": "RUN echo 'password=§' > /etc/app.conf",
  "RUN, JSON into a file": 'RUN echo \'{"password": "§"}\' > /etc/app.json',
  "RUN, sed": "RUN sed -i 's/^password=.*/password=§/' /etc/app.conf",
  "RUN, long": `RUN echo ${"x ".repeat(480)} && curl -u admin:§ https://repo.acme.io/a.sh | sh`,
  "COPY, heredoc": "COPY <<EOF /etc/app.conf\npassword=§\nEOF",
  "ADD, address": "ADD https://bob:§@repo.acme.io/a.tgz /a.tgz",
  CMD: "CMD node x.js --password §",
  "CMD, exec form": 'CMD ["node", "x.js", "--password=§"]',
  ENTRYPOINT: "ENTRYPOINT redis-server --requirepass §",
  "ENTRYPOINT, exec form": 'ENTRYPOINT ["redis-server", "--requirepass", "§"]',
  HEALTHCHECK: "HEALTHCHECK CMD redis-cli -a § ping",
  "HEALTHCHECK, exec form": 'HEALTHCHECK CMD ["redis-cli", "-a", "§", "ping"]',
  ONBUILD: "ONBUILD ENV DB_PASSWORD=§",
  "ONBUILD, RUN": "ONBUILD RUN curl -u admin:§ https://repo.acme.io/a.sh | sh",
  "instruction that is none": "DB_PASSWORD=§ RUN ./migrate",
  "instruction that Docker refuses": "ENV DB_PASSWORD=§ x",
};

/** Options of `docker run`, by what holds the secret. */
const runLine: Readonly<Record<string, string>> = {
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

const compose = (...of: readonly string[]): string =>
  lines(
    "services:",
    "  web:",
    "    image: example/web:latest",
    "    privileged: true",
    ...of.map((one) => `    ${one}`),
  );

const composeFiles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "environment, map": { "compose.yaml": compose("environment:", "  DB_PASSWORD: §") },
  "environment, list": { "compose.yaml": compose("environment:", "  - DB_PASSWORD=§") },
  "environment, address": { "compose.yaml": compose("environment: { DB: 'postgres://app:§@db.acme.io/app' }") },
  "environment, one line": { "compose.yaml": compose("environment: { DB_PASSWORD: '§', TZ: UTC }") },
  "environment, default of a variable": { "compose.yaml": compose("environment:", "  DB_PASSWORD: ${PW:-§}") },
  command: { "compose.yaml": compose("command: redis-server --requirepass §") },
  "command, list": { "compose.yaml": compose("command:", "  - redis-server", "  - --requirepass", "  - §") },
  entrypoint: { "compose.yaml": compose('entrypoint: ["app", "--token=§"]') },
  healthcheck: { "compose.yaml": compose("healthcheck:", '  test: ["CMD", "redis-cli", "-a", "§", "ping"]') },
  "healthcheck, shell": { "compose.yaml": compose("healthcheck:", "  test: redis-cli -a § ping") },
  labels: { "compose.yaml": compose("labels:", "  db.password: §") },
  "build args": { "compose.yaml": compose("build:", "  context: .", "  args:", "    API_TOKEN: §") },
  dockerfile_inline: {
    "compose.yaml": compose("build:", "  context: .", "  dockerfile_inline: |", "    FROM x", "    ENV DB_PASSWORD=§"),
  },
  "logging options": { "compose.yaml": compose("logging:", "  driver: splunk", "  options:", "    splunk-token: §") },
  "driver options": {
    "compose.yaml": lines(
      compose().trimEnd(),
      "volumes:",
      "  d:",
      "    driver_opts:",
      "      o: username=bob,password=§",
    ),
  },
  "config content": {
    "compose.yaml": lines(
      compose("configs: [c]").trimEnd(),
      "configs:",
      "  c:",
      "    content: |",
      "      user=bob",
      "      password=§",
    ),
  },
  "config content, bare": {
    "compose.yaml": lines(compose("configs: [c]").trimEnd(), "configs:", "  c:", "    content: §"),
  },
  post_start: { "compose.yaml": compose("post_start:", "  - command: redis-cli -a § ping") },
  extension: { "compose.yaml": lines("x-env: &env", "  DB_PASSWORD: §", compose("environment: *env").trimEnd()) },
  "x- of a service": { "compose.yaml": compose("x-db-password: §") },
  "override file": {
    "compose.yaml": compose(),
    "compose.override.yaml": lines("services:", "  web:", "    environment:", "      DB_PASSWORD: §"),
  },
  ".env in cap_add": { "compose.yaml": compose("user: app", 'cap_add: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in cap_drop": { "compose.yaml": compose('cap_drop: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in image": {
    "compose.yaml": lines("services:", "  web:", '    image: "example/${PW}:latest"'),
    ".env": "PW=§\n",
  },
  ".env in user": { "compose.yaml": compose('user: "${PW}"'), ".env": "PW=§\n" },
  ".env in ports": { "compose.yaml": compose('ports: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in mem_limit": { "compose.yaml": compose('mem_limit: "${PW}"'), ".env": "PW=§\n" },
  ".env in volumes": { "compose.yaml": compose('volumes: ["/${PW}:/var/run/docker.sock"]'), ".env": "PW=§\n" },
  ".env in devices": { "compose.yaml": compose('devices: ["/dev/${PW}:/dev/x"]'), ".env": "PW=§\n" },
  ".env in security_opt": { "compose.yaml": compose('security_opt: ["seccomp:${PW}"]'), ".env": "PW=§\n" },
  ".env in pid": { "compose.yaml": compose('pid: "container:${PW}"'), ".env": "PW=§\n" },
  ".env in network_mode": { "compose.yaml": compose('network_mode: "container:${PW}"'), ".env": "PW=§\n" },
  ".env in sysctls": { "compose.yaml": compose('sysctls: { "net.${PW}": 1 }'), ".env": "PW=§\n" },
  ".env in ulimits": { "compose.yaml": compose("ulimits: { nofile: '${PW}' }"), ".env": "PW=§\n" },
  ".env in command": { "compose.yaml": compose('command: ["app", "--password=${PW}"]'), ".env": "PW=§\n" },
  ".env in container_name": { "compose.yaml": compose('container_name: "${PW}"'), ".env": "PW=§\n" },
  ".env in depends_on": { "compose.yaml": compose('depends_on: ["${PW}"]'), ".env": "PW=§\n" },
  ".env in an include": {
    "compose.yaml": lines('include: ["${PW}/compose.yaml"]', compose().trimEnd()),
    ".env": "PW=§\n",
  },
  "env file of an include in ports": {
    "compose.yaml": lines("include:", "  - path: db/compose.yaml", "    env_file: db/db.env", compose().trimEnd()),
    "db/compose.yaml": lines("services:", "  db:", "    image: example/db:1", '    ports: ["${PW}"]'),
    "db/db.env": "PW=§\n",
  },
  "env file of an include in cap_add": {
    "compose.yaml": lines("include:", "  - path: db/compose.yaml", "    env_file: db/db.env", compose().trimEnd()),
    "db/compose.yaml": lines(
      "services:",
      "  db:",
      "    image: example/db:1",
      "    user: app",
      '    cap_add: ["${PW}"]',
    ),
    "db/db.env": "PW=§\n",
  },
  ".env of an include in user": {
    "compose.yaml": lines("include: [db/compose.yaml]", compose().trimEnd()),
    "db/compose.yaml": lines(
      "services:",
      "  db:",
      "    image: example/db:1",
      '    user: "${PW}"',
      '    cap_add: ["${PW}"]',
    ),
    "db/.env": "PW=§\n",
  },
  "env_file of a service": { "compose.yaml": compose("env_file: web.env"), "web.env": "DB_PASSWORD=§\n" },
  "YAML that is none": { "compose.yaml": lines(compose("environment:", "  DB_PASSWORD: §").trimEnd(), "  - x: [") },
  "value that compose refuses": { "compose.yaml": compose("environment:", "  DB_PASSWORD: { a: § }") },
};

const pod = (...of: readonly string[]): string =>
  lines(
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    "  name: web",
    "spec:",
    "  containers:",
    "    - name: web",
    "      image: example/web:latest",
    "      securityContext: { privileged: true }",
    ...of.map((one) => `      ${one}`),
  );

const kubernetes: Readonly<Record<string, string>> = {
  env: pod("env:", "  - name: DB_PASSWORD", "    value: §"),
  "env, one line": pod("env: [{ name: DB_PASSWORD, value: '§' }]"),
  "env, address": pod("env:", "  - name: DB", "    value: postgres://app:§@db.acme.io/app"),
  args: pod("args: [--db-password=§]"),
  "args, two words": pod("args:", "  - --password", "  - §"),
  "command of a shell": pod('command: ["sh", "-c", "redis-cli -a § ping"]'),
  probe: pod("livenessProbe:", "  exec:", '    command: ["redis-cli", "-a", "§", "ping"]'),
  "probe, header": pod(
    "livenessProbe:",
    "  httpGet:",
    "    port: 80",
    "    httpHeaders:",
    "      - name: Authorization",
    "        value: Bearer §",
  ),
  hook: pod("lifecycle:", "  postStart:", '    exec: { command: ["sh", "-c", "mysql -uroot -p§"] }'),
  JSON: `${JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec: { containers: [{ name: "web", image: "example/web:latest", securityContext: { privileged: true }, env: [{ name: "DB_PASSWORD", value: "§" }] }] } })}\n`,
  "Secret, stringData": lines(
    "apiVersion: v1",
    "kind: Secret",
    "metadata: { name: s }",
    "stringData:",
    "  db: §",
    "---",
    pod().trimEnd(),
  ),
  "Secret, data": lines(
    "apiVersion: v1",
    "kind: Secret",
    "metadata: { name: s }",
    "data:",
    "  db: §",
    "---",
    pod().trimEnd(),
  ),
  ConfigMap: lines("apiVersion: v1", "kind: ConfigMap", "metadata: { name: c }", "data:", "  DB_PASSWORD: §"),
  "ConfigMap, address": lines(
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata: { name: c }",
    "data:",
    "  database.url: postgres://app:§@db.acme.io/app",
  ),
  "ConfigMap, file": lines(
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata: { name: c }",
    "data:",
    "  app.conf: |",
    "    user=bob",
    "    password=§",
  ),
  annotation: lines(
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    "  name: web",
    "  annotations: { acme.io/api-token: '§' }",
    "spec:",
    "  containers:",
    "    - { name: web, image: 'example/web:latest' }",
  ),
  "volume attribute": lines(
    pod().trimEnd(),
    "  volumes:",
    "    - name: v",
    "      flexVolume:",
    "        driver: acme/smb",
    "        options: { password: '§' }",
  ),
  "field that is refused": pod("env:", "  - name: DB_PASSWORD", "    valeu: §"),
};

const unit = (...of: readonly string[]): string =>
  lines("[Container]", "Image=example/web:latest", "PodmanArgs=--privileged", ...of);

const quadlet: Readonly<Record<string, string>> = {
  "Environment=": unit("Environment=DB_PASSWORD=§"),
  "Environment=, in quotes": unit('Environment=TZ=UTC "DB_PASSWORD=§"'),
  "Environment=, address": unit("Environment=DB=postgres://app:§@db.acme.io/app"),
  "Exec=": unit("Exec=redis-server --requirepass §"),
  "Exec=, continued": unit("Exec=redis-server \\", "  --requirepass §"),
  "HealthCmd=": unit("HealthCmd=redis-cli -a § ping"),
  "Label=": unit("Label=db.password=§"),
  "PodmanArgs=": unit("PodmanArgs=--env DB_PASSWORD=§"),
  "LogOpt=": unit("LogOpt=splunk-token=§"),
  "Environment= of the service": lines("[Service]", "Environment=DB_PASSWORD=§", unit().trimEnd()),
  "key that is none": unit("DbPassword=§"),
};

/** Texts with commands, by what they are. */
const document: Readonly<Record<string, readonly [file: string, text: (command: string) => string]>> = {
  Markdown: ["README.md", (command) => lines("# Run", "", "```sh", command, "```")],
  "shell script": ["run.sh", (command) => lines("#!/bin/sh", command)],
  Makefile: ["Makefile", (command) => lines("run:", `\t${command}`)],
  workflow: [
    ".github/workflows/ci.yml",
    (command) =>
      lines(
        "on: push",
        "jobs:",
        "  a:",
        "    runs-on: ubuntu-latest",
        "    steps:",
        "      - run: |",
        `          ${command.replaceAll("\n", "\n          ")}`,
      ),
  ],
};

/** Parts of an image's configuration, as `docker inspect` has them. */
const image: Readonly<Record<string, Pick<SecretPlace, "config" | "history">>> = {
  Env: { config: { Env: ["PATH=/bin", "DB_PASSWORD=§"] } },
  "Env, address": { config: { Env: ["DB=postgres://app:§@db.acme.io/app"] } },
  "Env, options": { config: { Env: ["JAVA_OPTS=-Djavax.net.ssl.keyStorePassword=§"] } },
  Labels: { config: { Labels: { "db.password": "§" } } },
  Entrypoint: { config: { Entrypoint: ["redis-server", "--requirepass", "§"] } },
  Cmd: { config: { Cmd: ["/bin/sh", "-c", "redis-cli -a § ping"] } },
  Healthcheck: { config: { Healthcheck: { Test: ["CMD-SHELL", "redis-cli -a § ping"] } } },
  OnBuild: { config: { OnBuild: ["ENV DB_PASSWORD=§"] } },
  "history, build argument": { history: "RUN |1 API_TOKEN=§ /bin/sh -c make # buildkit" },
  "history, ENV": { history: "ENV DB_PASSWORD=§" },
  "history, command": { history: "RUN /bin/sh -c curl -u admin:§ https://repo.acme.io/a.sh | sh # buildkit" },
  "history, ENV of the old builder": { history: "/bin/sh -c #(nop)  ENV DB_PASSWORD=§" },
};

function table(
  kind: PlaceKind,
  all: Readonly<Record<string, unknown>>,
  parts: (key: string) => Pick<SecretPlace, "files" | "config" | "history">,
): readonly SecretPlace[] {
  return Object.keys(all).map((key) => ({ name: `${kind}: ${key}`, kind, ...parts(key) }));
}

/** In the order of their kinds. */
export const secretPlaces: readonly SecretPlace[] = [
  ...table("dockerfile", dockerfile, (key) => ({
    files: { Dockerfile: lines("FROM debian:latest", dockerfile[key] ?? "", "MAINTAINER me") },
  })),
  ...table("document", runLine, (key) => ({ files: { "run.sh": lines("#!/bin/sh", runLine[key] ?? "") } })),
  ...Object.entries(document).map(([what, [file, text]]) => ({
    name: `document: ${what}`,
    kind: "document" as const,
    files: { [file]: text("docker run --privileged -e DB_PASSWORD=§ example/web:1.4 app --token=§") },
  })),
  ...table("compose", composeFiles, (key) => ({ files: composeFiles[key] ?? {} })),
  ...table("kubernetes", kubernetes, (key) => ({
    files: { [key === "JSON" ? "pod.json" : "pod.yaml"]: kubernetes[key] ?? "" },
  })),
  ...table("quadlet", quadlet, (key) => ({ files: { "web.container": quadlet[key] ?? "" } })),
  ...table("image", image, (key) => ({ files: {}, ...image[key] })),
];
