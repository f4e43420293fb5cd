// Real jars without their code in an image: how many are named right, and whether the vulnerabilities of all are found.
// One third of the groups was held out while the rules and the table were made; both shares are shown.
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../src/domain/report/report.ts";
import { buildAdvisories } from "../src/pipeline/verbs/advisories/build.ts";
import type { Context } from "../src/pipeline/context.ts";
import { scan } from "../src/pipeline/verbs/scan/scan.ts";
import { hollowJar } from "./formats/hollow-jar.ts";
import { writeZip } from "./formats/write-zip.ts";
import { dockerSave } from "./images/archive.ts";
import { sharedData } from "./shared-data.ts";

interface Jar {
  readonly file: string;
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly manifest: string;
  readonly pomProperties: Readonly<Record<string, string>>;
  readonly moduleInfo: string | null;
  readonly classes: readonly string[];
}

const shared = sharedData("java-names", "jars.jsonl.gz");
const jars: readonly Jar[] =
  shared === undefined
    ? []
    : gunzipSync(readFileSync(shared))
        .toString()
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Jar);
const hollow = ({ manifest, pomProperties, moduleInfo, classes }: Jar): Buffer =>
  writeZip([
    { name: "META-INF/MANIFEST.MF", content: `${manifest}\n` },
    ...Object.entries(pomProperties).map(([name, content]) => ({ name, content })),
    ...(moduleInfo === null ? [] : [{ name: "module-info.class", content: Buffer.from(moduleInfo, "base64") }]),
    ...classes.map((name) => ({ name, content: "" })),
  ]);
const isHeldOut = ({ group }: Jar) => (createHash("sha256").update(group).digest()[0] ?? 0) % 3 === 0;

let cwd = "";
beforeAll(async () => void (cwd = await mkdtemp(join(tmpdir(), "hullproof-test-java-"))));
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** Scans these jars, laid in `/app`, by a store with one advisory for each of `names`. */
async function scanned(files: Readonly<Record<string, Uint8Array>>, names: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(cwd, "case-"));
  await mkdir(join(folder, "feeds"));
  for (const [index, [id, name]] of Object.entries(names).entries()) {
    const advisory = {
      id,
      modified: "2026-01-01T00:00:00Z",
      affected: [
        { package: { ecosystem: "Maven", name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] },
      ],
    };
    await writeFile(join(folder, "feeds", `${index}.json`), JSON.stringify(advisory));
  }
  const context = {
    cwd: folder,
    today: "2026-11-27",
    version: "0",
    progress: () => {},
    advisoriesFolder: join(folder, "store"),
    cacheFolder: join(folder, "cache"),
  };
  await buildAdvisories({
    cwd: folder,
    inputs: ["feeds"],
    output: join(folder, "store"),
    now: "2026-11-25T01:00:00.000Z",
    progress: () => {},
  });
  const members = Object.entries(files).map(([name, content]) => ({ path: `app/${name}`, content }));
  await writeFile(join(folder, "image.tar"), dockerSave({ layers: [members] }));
  const request: Parameters<typeof scan>[1] = {
    updates: "none",
    vex: [],
    with: [],
    withUpdate: false,
    fixable: false,
    inUse: false,
    stdin: () => Promise.resolve(""),
  };
  return scan("docker-archive:image.tar", request, context as unknown as Context);
}
const found = ({ vulnerabilities = [] }: Report) => new Set(vulnerabilities.map(({ id }) => id));

describe.skipIf(jars.length === 0)(`the jars of the shared data${jars.length === 0 ? " (missing)" : ""}`, () => {
  it("are named right, have all their vulnerabilities, and none of others'", async () => {
    const names = [...new Set(jars.map(({ group, artifact }) => `${group}:${artifact}`))];
    const decoys = names.filter((_, index) => index % 2 === 0).slice(0, 100);
    const others = [
      "com.decoy",
      "org.myorg.spring",
      "org.apache",
      "io.github.someone",
      "org.springframework.decoy",
      "dev.fork",
    ];
    const advisories = {
      ...Object.fromEntries(names.map((name, index) => [`CVE-2026-${1000 + index}`, name])),
      ...Object.fromEntries(
        decoys.map((name, index) => [
          `CVE-2025-${1000 + index}`,
          `${others[index % others.length] ?? ""}:${name.split(":")[1] ?? ""}`,
        ]),
      ),
    };
    const report = await scanned(Object.fromEntries(jars.map((jar) => [jar.file, hollow(jar)])), advisories);
    const wrong = jars.filter(({ file, group, artifact, version }) => {
      const here = report.image?.packages.filter(
        ({ path, identity }) => path === `/app/${file}` && identity?.by !== "contained",
      );
      return here?.length !== 1 || here[0]?.name !== `${group}:${artifact}` || here[0].version !== version;
    });
    const share = (all: readonly Jar[]) => 1 - wrong.filter((one) => all.includes(one)).length / all.length;
    const [held, seen] = [jars.filter(isHeldOut), jars.filter((one) => !isHeldOut(one))];
    console.log(
      `named right: ${share(seen)} of ${seen.length} seen, ${share(held)} of ${held.length} held out`,
      wrong.map(({ file }) => file),
    );
    expect(share(jars)).toBeGreaterThanOrEqual(0.97);
    expect(names.filter((_, index) => !found(report).has(`CVE-2026-${1000 + index}`))).toEqual([]);
    expect([...found(report)].filter((id) => id.startsWith("CVE-2025-"))).toEqual([]);
  });
});

describe("a Spring Boot jar", () => {
  it("has the vulnerabilities of Spring, Tomcat, Kafka and Logback, nested as it nests them", async () => {
    const inside = {
      "spring-core-6.2.12.jar": hollowJar({
        manifest: ["Implementation-Title: spring-core", "Automatic-Module-Name: spring.core"],
        classes: ["org/springframework/core/A"],
      }),
      "tomcat-embed-core-10.1.48.jar": hollowJar({
        manifest: ["Bundle-SymbolicName: org.apache.tomcat-embed-core"],
        classes: ["org/apache/catalina/A", "jakarta/servlet/B"],
      }),
      "kafka-clients-4.4.0.jar": hollowJar({
        poms: ["commons-net:commons-net:3.11.1"],
        classes: ["org/apache/kafka/clients/A", "org/apache/kafka/common/B"],
      }),
      "logback-core-1.5.20.jar": hollowJar({
        poms: ["ch.qos.logback:logback-core:1.5.20"],
        classes: ["ch/qos/logback/core/A"],
      }),
    };
    const app = writeZip([
      {
        name: "META-INF/MANIFEST.MF",
        content: "Implementation-Title: demo\nImplementation-Version: 0.0.1\nStart-Class: com.acme.demo.App\n",
      },
      { name: "org/springframework/boot/loader/Launcher.class", content: "" },
      { name: "BOOT-INF/classes/com/acme/demo/App.class", content: "" },
      ...Object.entries(inside).map(([name, content]) => ({ name: `BOOT-INF/lib/${name}`, content, stored: true })),
    ]);
    const report = await scanned(
      { "app.jar": app },
      {
        "CVE-2026-1": "org.springframework:spring-core",
        "CVE-2026-2": "org.apache.tomcat.embed:tomcat-embed-core",
        "CVE-2026-3": "org.apache.kafka:kafka-clients",
        "CVE-2026-4": "ch.qos.logback:logback-core",
        "CVE-2025-1": "org.myorg.spring:spring-core",
        "CVE-2025-2": "org.springframework.boot:demo",
      },
    );
    expect([...found(report)].sort()).toEqual(["CVE-2026-1", "CVE-2026-2", "CVE-2026-3", "CVE-2026-4"]);
    const [spring] = report.vulnerabilities?.filter(({ id }) => id === "CVE-2026-1") ?? [];
    expect(spring?.inferred).toMatchObject({ kind: "inferred", names: ["org.springframework:spring-core"] });
  });

  it("that carries its own coordinates is judged by those", async () => {
    const fork = hollowJar({ poms: ["org.myorg.spring:spring-web:6.2.12"], classes: ["org/springframework/web/A"] });
    const names = { "CVE-2026-1": "org.springframework:spring-web", "CVE-2026-2": "org.myorg.spring:spring-web" };
    expect([...found(await scanned({ "spring-web-6.2.12.jar": fork }, names))]).toEqual(["CVE-2026-2"]);
  });
});
