import { describe, expect, it } from "vitest";
import { configSecrets } from "./config-secrets.ts";
import { redactCommand } from "./redact.ts";
import { scan } from "./scan.ts";

const config = { architecture: "", os: "", created: "", user: "", env: [], cmd: [], entrypoint: [], workingDir: "" };
const lists = { exposedPorts: [], volumes: [], stopSignal: "", labels: {}, diffIds: [] };
const found = (command: string) => {
  const history = [{ createdBy: `RUN /bin/sh -c ${command}`, empty: false }];
  return configSecrets({ ...config, ...lists, history }).map(({ masked }) => masked);
};

describe("a password that a program takes as an option", () => {
  it.each([
    "mysql -uroot -pTr0ub4dor db < x.sql",
    "mysqladmin -u root -p'Tr0ub4dor' create db",
    "mariadb-dump -pTr0ub4dor db",
    "set -e && redis-cli -h h -p 6379 -a Tr0ub4dor",
    "redis-cli --pass Tr0ub4dor",
    "valkey-server --requirepass Tr0ub4dor",
    "sshpass -p Tr0ub4dor ssh x",
    "sshpass -pTr0ub4dor scp",
    "SSHPASS=1 /usr/bin/sshpass -p 'Tr0ub4dor' ssh",
    "curl -u user:Tr0ub4dor https://x",
    "curl -fsSLu user:Tr0ub4dor https://x",
    "curl -uuser:Tr0ub4dor https://x",
    "curl --proxy-user=u:Tr0ub4dor https://x",
    "wget --http-password=Tr0ub4dor x",
    "mongosh -u admin -p Tr0ub4dor",
    "podman login -u u -p Tr0ub4dor r",
    "az login --service-principal -u x -p Tr0ub4dor",
    "twine upload -u u --password=Tr0ub4dor dist/*",
    "sqlcmd -S h -U sa -P Tr0ub4dor",
    "7z x -pTr0ub4dor a.7z",
    "ldapsearch -x -D cn=a -w Tr0ub4dor",
    "smbclient -U u%Tr0ub4dor //h/s",
    "openssl rsa -passin pass:Tr0ub4dor",
    "keytool -genkey -storepass Tr0ub4dor",
    "app -password Tr0ub4dor",
    "app --db.password=Tr0ub4dor",
  ])("%s", (command) => {
    expect(found(command)).toEqual(["T… (9 characters)"]);
    expect(redactCommand(command)).not.toContain("Tr0ub4dor");
  });

  it.each([
    "mysql -u root -p db1",
    "mysql -uroot -p$PW db",
    'mysql -uroot -p"${PW}" db',
    "mysql -h h -P 3306 --protocol=tcp",
    "redis-cli -p 6379 -a $REDIS_PASSWORD",
    "redis-cli -a mypassword",
    "sshpass -e ssh -p 2222 x",
    "sshpass -f /run/secrets/pw1 ssh",
    "curl -u user:$PASS https://x",
    "curl -u user:<password> https://x",
    "curl -o up:1abc2def https://x",
    "curl x && mkdir -p /opt/app1/data2",
    "docker run -p 8080:80 x1y2",
    "docker login -u u --password-stdin",
    "az group list -p Tr0ub4dor",
    "openssl rsa -passin file:/run/pw1",
    "openssl rsa -passin env:PW1",
    "java -passive 1a2b3c",
    "mysql -e 'select 1' ; patch -p1a2b3",
    "apt-get install -y mysql-client redis sshpass curl=8.1~rc2",
    "cp -p Tr0ub4dor x",
    "docker build --secret=id=npm1,src=.npmrc .",
    "app --public-key=ssh-ed25519AAAA1 --token-file=/run/t1",
  ])("not %s", (command) => expect(found(command)).toEqual([]));
});

it("ids of AWS keys without end cost a few steps each", () => {
  const text = Buffer.from(`AKIA${"ABCDEFGH234567QZ"} `.repeat(5_000));
  const costs = Array.from({ length: 3 }, () => {
    const { user } = process.cpuUsage();
    scan(text, undefined);
    return process.cpuUsage().user - user;
  });
  // Microseconds of 105 kB; an expression that tries every pair of distances takes 300,000.
  expect(Math.min(...costs)).toBeLessThan(150_000);
});
