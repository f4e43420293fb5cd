import { expect, it } from "vitest";
import { parseDockerfile } from "../../formats/dockerfile/parse.ts";
import { dockerfileFact } from "../dockerfile/stages.ts";
import { configSecrets } from "./config-secrets.ts";
import { secretsInDockerfile } from "./values/in-dockerfile.ts";
import { createMasker } from "./values/masker.ts";
import { writtenSecretsFact } from "./written-secrets.ts";

const read = (text: string) => dockerfileFact(parseDockerfile("Dockerfile", text));
const found = (body: string) => writtenSecretsFact(read(`FROM debian\n${body}\n`))();

it.each([
  "RUN mysql -uroot -pTr0ub4dor db < x.sql",
  "RUN set -e; \\\n  # the database\n  mysqladmin -u root -p'Tr0ub4dor' create db && true",
  "RUN if true; then sshpass -p Tr0ub4dor scp a b; fi",
  "RUN sudo -E curl -fsSLu user:Tr0ub4dor https://x",
  "RUN DB_PASSWORD=Tr0ub4dor ./configure",
  "RUN env DB_PASSWORD=Tr0ub4dor ./configure",
  "RUN export DB_PASSWORD=Tr0ub4dor",
  "RUN sh -c 'redis-cli -a Tr0ub4dor ping'",
  'RUN ["mongosh", "-u", "admin", "-p", "Tr0ub4dor"]',
  'RUN ["sh", "-c", "mongosh -u admin -p Tr0ub4dor"]',
  "RUN <<EOF\nwget --http-password=Tr0ub4dor x\nEOF",
  "RUN <<'EOF' bash\nkeytool -genkey -storepass Tr0ub4dor\nEOF",
  "RUN <<EOF python3\nos.system('sqlcmd -S h -U sa -P Tr0ub4dor')\nEOF",
  "ONBUILD RUN az login --service-principal -u x -p Tr0ub4dor",
  "CMD redis-server --requirepass Tr0ub4dor",
  'CMD ["redis-server", "--requirepass", "Tr0ub4dor"]',
  'ENTRYPOINT ["java", "-Djavax.net.ssl.keyStorePassword=Tr0ub4dor", "-jar", "x.jar"]',
  'ENTRYPOINT ["app", "--db-password", "Tr0ub4dor"]',
  "HEALTHCHECK --interval=5s CMD redis-cli -a Tr0ub4dor ping",
  'HEALTHCHECK CMD ["mysqladmin", "-pTr0ub4dor", "ping"]',
  'ENV JAVA_OPTS="-Xmx1g -Djavax.net.ssl.trustStorePassword=Tr0ub4dor"',
  "ENV A=b CATALINA_OPTS=-Dspring.datasource.password=Tr0ub4dor",
  'ARG CONNECT="curl -u u:Tr0ub4dor"',
  "LABEL com.example.db.password=Tr0ub4dor",
  'LABEL run="docker run -e DB_PASSWORD=Tr0ub4dor x"',
  "COPY <<EOF /etc/app.conf\n# password=Wr0ngPart\ndb.password=Tr0ub4dor\nEOF",
  "# escape=`\nRUN mysql `\n  -pTr0ub4dor db",
])("%j", (body) => {
  const directive = body.startsWith("# escape");
  const dockerfile = read(directive ? body.replace("\n", "\nFROM debian\n") : `FROM debian\n${body}\n`);
  const all = writtenSecretsFact(dockerfile)();
  expect(all).toHaveLength(1);
  const { start = 0, end = 0 } = all[0]?.span ?? {};
  const masked = createMasker(secretsInDockerfile(dockerfile))(dockerfile.text.slice(start, end));
  expect(masked).toContain("***");
  expect(masked).not.toContain("Tr0ub4dor");
});

it.each([
  "RUN mysql -u root -p db1",
  'RUN mysql -uroot -p"$PW" db',
  "RUN --mount=type=secret,id=pw1 mysql -p$(cat /run/secrets/pw1)",
  "RUN mysql -p`cat /run/secrets/pw1`",
  "RUN echo hi # mysql -pTr0ub4dor",
  "# RUN mysql -pTr0ub4dor\nRUN true",
  "RUN a && \\\n# mysql -pTr0ub4dor\n b",
  "RUN curl -u user:$PASS https://x",
  "RUN mtproto-proxy --aes-pwd proxy-secret proxy.conf",
  "RUN useradd -p Tr0ub4dor app",
  "RUN apt-get install -y sshpass=1.09-1+b1 mysql-client",
  "RUN patch -p1a2b3 < x",
  "RUN gpg --passphrase '' --batch --gen-key",
  "RUN docker login --password-stdin -u u",
  "CMD app --token-file=/run/t1 --password-file /run/p1",
  "CMD app --password=<password> --secret={{ secret }}",
  "ENV TOKEN_TTL=3600s1 PASSWORD_FILE=/run/p1",
  'ENV OPTS="-Dpassword.min.length=12a -Dkey.password=${KEY_PASSWORD}"',
  "LABEL password.policy=Str0ng org.opencontainers.image.revision=3f2a1b9c",
  "HEALTHCHECK NONE",
  "HEALTHCHECK CMD a \\\n# mysql -pTr0ub4dor\n b",
  "COPY --chown=1:1 Tr0ub4dor /x",
])("not %j", (body) => expect(found(body).map(({ name }) => name)).toEqual([]));

it("an image says the same of options in its environment", () => {
  const lists = { exposedPorts: [], volumes: [], stopSignal: "", labels: {}, diffIds: [], history: [] };
  const rest = { architecture: "", os: "", created: "", user: "", cmd: [], entrypoint: [], workingDir: "" };
  const env = ["JAVA_OPTS=-Xmx1g -Djavax.net.ssl.keyStorePassword=Tr0ub4dor", "OPTS=-Dkey.password=${PW}", "X=a-b -c"];
  expect(configSecrets({ ...rest, ...lists, env }).map(({ place, masked }) => [place, masked])).toEqual([
    [{ in: "env", name: "JAVA_OPTS" }, "T… (9 characters)"],
  ]);
});

it("a long RUN and many instructions cost little", () => {
  const started = process.cpuUsage().user;
  expect(found(`RUN ${"a -p x1y2 ; ".repeat(5_000)}`)).toEqual([]);
  expect(found("RUN mysql -pTr0ub4dor\n".repeat(2_000))).toHaveLength(2_000);
  expect(process.cpuUsage().user - started).toBeLessThan(8_000_000);
});
