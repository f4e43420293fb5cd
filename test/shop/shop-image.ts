import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspectImage, runTag } from "../../src/sources/engine/images/images.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import type { Companion } from "../../src/domain/workload/workload.ts";
import { tarOf } from "../images/archive.ts";
import { ensureTinyImage, tinyImage } from "../images/tiny.ts";
import type { ProofImage } from "../engine/proof-image.ts";
import { permit } from "../permits.ts";

const base = "hullproof-stand-in/python:trixie";

/** Whether the engine has the stand-in of python, which `scripts/setup` makes. */
export async function needsPythonImage(): Promise<boolean> {
  return (await inspectImage(await connect(), base)) !== undefined;
}

let made = 0;

/** What the shop connects to. */
export const stock: Companion = {
  name: "stock",
  image: tinyImage,
  aliases: [],
  command: ["httpd", "-f", "-p", "8081"],
  env: {},
  volumes: [],
  ready: { kind: "tcp", port: 8081 },
  readyTimeoutMs: 10_000,
};

/** Root's, whoever calls it: a copy of `id`. */
const setuid = "cp /usr/bin/id /usr/local/bin/label && chmod 4755 /usr/local/bin/label";

/** The image of the shop, which runs as root. */
export async function shopImage(session: EngineSession): Promise<ProofImage> {
  await ensureTinyImage(session.engine);
  const [server, page] = ["server.py", "page.html"].map((name) =>
    readFileSync(join(import.meta.dirname, name), "utf8"),
  );
  await using container = await createContainer(
    session,
    { image: base, command: ["sh", "-c", setuid], network: "none" },
    permit,
  );
  await container.start();
  if ((await container.wait(30_000)) !== 0) throw new Error("the shop has no setuid program");
  await session.engine.call({
    method: "PUT",
    path: `/containers/${container.id}/archive`,
    query: { path: "/" },
    body: tarOf([
      { path: "srv/uploads/", mode: 0o755 },
      { path: "srv/backup/", mode: 0o755 },
      { path: "srv/server.py", content: server ?? "" },
      { path: "srv/page.html", content: page ?? "" },
    ]),
  });
  const image = runTag(session, `shop-${++made}`);
  const [repo, tag] = image.split(/:(?=[^/:]+$)/u);
  session.defer(`image ${image}`, () =>
    session.engine.call({ method: "DELETE", path: `/images/${image}`, accept: [404] }),
  );
  const changes = ["EXPOSE 8080", 'CMD ["python3", "/srv/server.py"]'].join("\n");
  await session.engine.call({
    method: "POST",
    path: "/commit",
    query: { container: container.id, repo, tag, changes },
    body: {},
  });
  const imageSummary = await inspectImage(session.engine, image);
  if (imageSummary === undefined) throw new Error(`${image} was not made`);
  return { image, imageSummary, permit };
}
