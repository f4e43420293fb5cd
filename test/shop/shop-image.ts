import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspectImage, runTag } from "../../src/sources/engine/images/images.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tarOf } from "../images/archive.ts";
import type { ProofImage } from "../engine/proof-image.ts";
import { permit } from "../permits.ts";

const base = "hullproof-stand-in/python:trixie";

/** Whether the engine has the stand-in of python, which `scripts/setup` makes. */
export async function needsPythonImage(): Promise<boolean> {
  return (await inspectImage(await connect(), base)) !== undefined;
}

let made = 0;

/** The image of the shop, which runs as root. */
export async function shopImage(session: EngineSession): Promise<ProofImage> {
  const server = readFileSync(join(import.meta.dirname, "server.py"), "utf8");
  await using container = await createContainer(session, { image: base, command: ["true"], network: "none" }, permit);
  await session.engine.call({
    method: "PUT",
    path: `/containers/${container.id}/archive`,
    query: { path: "/" },
    body: tarOf([
      { path: "srv/uploads/", mode: 0o755 },
      { path: "srv/backup/", mode: 0o755 },
      { path: "srv/server.py", content: server },
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
