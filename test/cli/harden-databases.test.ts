// `hullproof harden compose.yaml` of an application and its database, which runs and holds data; then the hardened file in its place, on that data and on none.
import { spawnSync } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../../src/domain/report/report.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { databaseImages as images, ensureDatabaseImages } from "../images/databases.ts";
import { long } from "../long.ts";
import { compose } from "../compose/compose-program.ts";
import { ownRuns } from "./own-runs.ts";
import { cli, folderOf } from "./run-cli.ts";

const password = "s3cret-of-the-shop";

interface Shop {
  readonly compose: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly data: string;
  /** Its image is not there when it is hardened. */
  readonly builds?: true;
}

const web = (url: string, more = ""): string => `  web:
    image: ${images.shop}
    environment:
      ${url}
    depends_on:
      db:
        condition: service_healthy
    ports: ["127.0.0.1:PORT:8080"]
    restart: unless-stopped
${more}`;

const hullproof = `workload:
  compose: { service: web }
  ready: { http: { port: 8080, path: /health } }
  steps: [{ http: { port: 8080, path: /visits, body: "^visits: [0-9]+" } }]
  load: { clients: 4, for: 1s }
`;

const shops: Readonly<Record<string, Shop>> = {
  PostgreSQL: {
    compose: `# The shop.
services:
${web("DATABASE_URL: postgresql://shop:${POSTGRES_PASSWORD}@db:5432/shop")}
  # Where it keeps all.
  db:
    image: ${images.postgres}
    restart: unless-stopped
    shm_size: 128mb
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?set it in .env}
      POSTGRES_DB: shop
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U $\${POSTGRES_USER} -d $\${POSTGRES_DB}"]
      interval: 2s
      timeout: 3s
      retries: 60
volumes:
  data:
`,
    files: { ".env": `POSTGRES_PASSWORD=${password}\n` },
    data: "/var/lib/postgresql/data",
  },
  "PostgreSQL with a secret": {
    compose: `services:
  web:
    build:
      context: web
      args: { GREETING: well }
    environment:
      DATABASE_URL: postgresql://shop:PASSWORD@db:5432/shop
      PASSWORD_FILE: /run/secrets/password
    secrets: [password]
    depends_on: { db: { condition: service_healthy } }
    ports: ["127.0.0.1:PORT:8080"]
    volumes: ["backups:/backups"]
  db:
    image: ${images.postgres}
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD_FILE: /run/secrets/password
    secrets:
      - password
    volumes: ["data:/var/lib/postgresql/data", "backups:/backups"]
    healthcheck: { test: [CMD, pg_isready, -h, 127.0.0.1, -U, shop], interval: 2s, retries: 60 }
volumes: { data: {}, backups: {} }
secrets: { password: { file: password.txt } }
`,
    files: {
      "password.txt": `${password}\n`,
      "web/Dockerfile": `FROM ${images.shop}\nARG GREETING\nRUN mkdir /backups && echo "$GREETING" > /backups/greeting\n`,
    },
    data: "/var/lib/postgresql/data",
    builds: true,
  },
  Redis: {
    compose: `services:
${web("REDIS_URL: redis://db:6379/0")}
  db:
    image: ${images.redis}
    command: [docker-entrypoint.sh, redis-server, --bind, 0.0.0.0, --protected-mode, "no", --appendonly, "yes"]
    volumes: ["data:/data"]
    healthcheck:
      test: [CMD, redis-cli, ping]
      interval: 2s
      retries: 60
volumes:
  data:
`,
    data: "/data",
  },
};

const docker = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("docker", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout;
};

test.skipIf(!long).each(Object.keys(shops))(
  "an application and %s end proven, and the file that was written runs on data that is there and on none",
  { timeout: 3_600_000 },
  async (kind) => {
    const shop = shops[kind] as Shop;
    await ensureDatabaseImages();
    const engine = await connect();
    await using runs = ownRuns();
    const port = await freePort();
    const name = `hullproof-test-${kind.toLowerCase().replaceAll(" ", "-")}-${process.pid}`;
    const text = `name: ${name}\n${shop.compose.replace("PORT", String(port))}`;
    await using folder = await folderOf({ "compose.yaml": text, "hullproof.yaml": hullproof, ...shop.files });
    const composed = (...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync(compose, args, { cwd: folder.path, encoding: "utf8" });
      if (status !== 0) throw new Error(`${compose} ${args.join(" ")}: ${stderr}`);
      return stdout;
    };
    const harden = () =>
      cli(["harden", "--no-keep", "--progress", "plain", "--format", "json", "compose.yaml"], {
        cwd: folder.path,
        env: runs.env,
      });
    const visits = async (): Promise<number> => {
      const answer = await fetch(`http://127.0.0.1:${port}/visits`).catch(() => undefined);
      return Number(/^visits: (\d+)/.exec((await answer?.text()) ?? "")?.[1] ?? 0);
    };
    await using _down = {
      async [Symbol.asyncDispose]() {
        spawnSync(compose, ["down", "-v", "-t", "5"], { cwd: folder.path });
        if (shop.builds === true) spawnSync("docker", ["image", "rm", `${name}-web`]);
      },
    };
    if (shop.builds === true) {
      // Running or not makes no difference; without its image it can't run.
      const { code, stderr } = await harden();
      expect(code, stderr).toBe(0);
      expect(stderr).toContain(`${name}-web is the image that was proven, and stays on the engine`);
      await rm(join(folder.path, ".hullproof"), { recursive: true });
    }
    composed("up", "-d", "--no-build");
    await expect.poll(visits, { timeout: 60_000, interval: 200 }).toBeGreaterThan(0);
    const before = await visits();
    const ids = docker("ps", "-q", "--no-trunc", "--filter", `name=${name}`);

    const { code, stdout, stderr } = await harden();
    expect(code, stderr).toBe(0);
    expect(await runs.left(engine)).toEqual([]);
    const { project } = JSON.parse(stdout) as Report;
    expect(project?.services.map((service) => service.name)).toEqual(["web", "db"]);
    expect(project).toMatchObject({ left: [], verify: { verdict: "holds" } });

    // What ran meanwhile was not touched.
    expect(docker("ps", "-q", "--no-trunc", "--filter", `name=${name}`)).toBe(ids);
    expect(await visits()).toBe(before + 1);
    // No result holds what the environment file or the secret says.
    for (const file of await readdir(join(folder.path, ".hullproof")))
      expect(await readFile(join(folder.path, ".hullproof", file), "utf8"), file).not.toContain(password);

    const hardened = ["--project-directory", ".", "-f", ".hullproof/compose.yaml"];
    const asProven = (): void => {
      for (const service of project?.services ?? []) {
        const [made] = JSON.parse(docker("inspect", `${name}-${service.name}-1`));
        expect(made.HostConfig).toMatchObject({
          CapDrop: ["ALL"],
          CapAdd: service.profile.capabilities.required.length === 0 ? null : service.profile.capabilities.required,
          ReadonlyRootfs: service.profile.readOnlyRootfs,
          Memory: service.profile.memoryBytes,
          MemorySwap: service.profile.memoryBytes,
          PidsLimit: service.profile.pids,
        });
        expect(made.HostConfig.SecurityOpt).toContain("no-new-privileges:true");
        expect(made.State).toMatchObject({ Running: true, OOMKilled: false });
        // A check on the local socket passes while the entry script still makes the data: who connects then ends, and is started again, hardened or not.
        if (service.name === "db") expect(made.RestartCount).toBe(0);
      }
    };
    composed("down", "-t", "20");
    composed(...hardened, "up", "-d");
    await expect.poll(visits, { timeout: 60_000, interval: 200 }).toBeGreaterThan(before);
    asProven();
    expect(docker("exec", `${name}-db-1`, "sh", "-c", `find ${shop.data} -type f | head -1`)).not.toBe("");

    // And from nothing.
    composed(...hardened, "down", "-v", "-t", "20");
    composed(...hardened, "up", "-d");
    await expect.poll(visits, { timeout: 120_000, interval: 200 }).toBe(1);
    asProven();
  },
);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
