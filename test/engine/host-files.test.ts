import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decide } from "../../src/consent/decide.ts";
import { capabilityItem } from "../../src/consent/spec-reach.ts";
import { createRequest } from "../../src/proof/trial/environment/create-request.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import type { Restrictions } from "../../src/domain/profile/restrictions.ts";
import { permit } from "../permits.ts";
import { compiled, noCompiler } from "./compiled.ts";
import { proofImage, webWorkload } from "./proof-image.ts";

/** `handle PATH` prints a file's handle; `read MOUNT TYPE HEX` opens it again, on the file system that MOUNT lies on. */
const program = `
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) {
  struct file_handle *h = calloc(1, sizeof *h + 128);
  if (argc == 3) {
    int mount;
    h->handle_bytes = 128;
    if (name_to_handle_at(AT_FDCWD, argv[2], h, &mount, 0)) return 1;
    printf("%d ", h->handle_type);
    for (unsigned i = 0; i < h->handle_bytes; i++) printf("%02x", h->f_handle[i]);
    return 0;
  }
  h->handle_type = atoi(argv[3]);
  h->handle_bytes = strlen(argv[4]) / 2;
  for (unsigned i = 0; i < h->handle_bytes; i++) { unsigned byte; sscanf(argv[4] + 2 * i, "%2x", &byte); h->f_handle[i] = byte; }
  int fd = open_by_handle_at(open(argv[2], O_RDONLY), h, O_RDONLY);
  char text[64] = "";
  if (fd < 0) printf("refused: %s", strerror(errno));
  else printf("read: %.*s", (int)read(fd, text, sizeof text), text);
  return 0;
}
`;

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

test("CAP_DAC_READ_SEARCH opens a 0600 file of the host; plain docker run, DAC_OVERRIDE and what is emitted do not", async ({
  skip,
}) => {
  if (!session.engine.info.sameKernel) skip("the engine is on another machine");
  await using built = await compiled(program);
  if (built === undefined) return skip(noCompiler);
  const folder = await mkdtemp(join(tmpdir(), "hullproof-host-file-"));
  session.defer(`folder ${folder}`, () => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "secret");
  await writeFile(file, "only for root of the host", { mode: 0o600 });
  if ((await stat(file)).dev !== (await stat(session.engine.info.rootDir)).dev)
    return skip("the engine's folder is on another file system than TMPDIR");
  const [type = "", handle = ""] = execFileSync(built.path, ["handle", file], { encoding: "utf8" }).split(" ");

  const { image } = await proofImage(session, "handles", "sleep 1000", {
    files: [{ path: "handles", mode: 0o755, content: built.bytes }],
  });
  const workload = webWorkload({ command: ["/handles", "read", "/etc/hosts", type, handle] });
  const under = async (restrictions: Restrictions, allowed = permit) => {
    await using container = await createContainer(session, createRequest(image, workload, restrictions), allowed);
    await container.start();
    await container.wait(10_000);
    return (await container.logs()).stdout;
  };
  const opens = { dropAll: true, addCapabilities: ["DAC_READ_SEARCH"] } as const;
  const item = capabilityItem("DAC_READ_SEARCH");
  expect(await under(opens, decide([item], { allowed: ["capability:DAC_READ_SEARCH"] }))).toBe(
    "read: only for root of the host",
  );
  expect(await under({})).toBe("refused: Operation not permitted");
  expect(await under({ dropAll: true, addCapabilities: ["DAC_OVERRIDE"] })).toBe("refused: Operation not permitted");
  // No profile, trial or observation comes past this.
  await expect(under(opens)).rejects.toMatchObject({ code: "not-allowed" });
});
