import { readFile } from "node:fs/promises";
import type { Engine } from "../../src/sources/engine/types.ts";

/** An image of one static program, for tests that need a real container and nothing in it. */
export const tinyImage = "hullproof-test/busybox:latest";

const candidates = ["/usr/bin/busybox", "/bin/busybox", "/usr/local/bin/busybox", "/usr/lib/busybox/bin/busybox"];
const applets =
  "cat chmod chown cp dd df echo env false grep head httpd id kill ln ls mkdir mknod mount mv nc printf ps pwd rm sh sleep sync tail test touch tr true tty wc wget";

/** Imports the image when the engine lacks it. Throws an Error that says what to install. */
export async function ensureTinyImage(engine: Engine): Promise<void> {
  const present = await engine.call<{ Id?: string }>({
    method: "GET",
    path: `/images/${tinyImage}/json`,
    accept: [404],
  });
  if (present.Id !== undefined) return;
  const [repo, tag] = tinyImage.split(":");
  const answer = await engine.open({
    method: "POST",
    path: "/images/create",
    query: { fromSrc: "-", repo, tag, changes: "LABEL hullproof-test=busybox" },
    body: rootfs(await staticBusybox()),
  });
  // The engine answers 200 and tells of trouble in its stream of JSON objects.
  let told = "";
  for await (const chunk of answer) told += String(chunk);
  if (told.includes('"error"')) throw new Error(`The engine did not import ${tinyImage}: ${told}`);
}

async function staticBusybox(): Promise<Buffer> {
  for (const path of candidates) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined && isStatic(bytes)) return bytes;
  }
  throw new Error("The engine tests need a static busybox: apt-get install -y busybox-static");
}

/** A 64-bit little-endian ELF without a PT_INTERP (3) program header, elf(5). */
function isStatic(bytes: Buffer): boolean {
  if (bytes.toString("latin1", 0, 6) !== "\u007fELF\u0002\u0001") return false;
  const start = Number(bytes.readBigUInt64LE(32));
  const size = bytes.readUInt16LE(54);
  const count = bytes.readUInt16LE(56);
  return Array.from({ length: count }, (_, index) => bytes.readUInt32LE(start + index * size)).every(
    (type) => type !== 3,
  );
}

function rootfs(busybox: Buffer): Buffer {
  return Buffer.concat([
    ...["bin/", "etc/", "dev/", "proc/", "sys/", "var/"].map((name) => entry({ name, mode: 0o755, type: "5" })),
    entry({ name: "tmp/", mode: 0o1777, type: "5" }),
    entry({
      name: "etc/passwd",
      mode: 0o644,
      type: "0",
      content: "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n",
    }),
    entry({ name: "etc/group", mode: 0o644, type: "0", content: "root:x:0:\napp:x:1000:\n" }),
    entry({ name: "bin/busybox", mode: 0o755, type: "0", content: busybox }),
    ...applets.split(" ").map((name) => entry({ name: `bin/${name}`, mode: 0o777, type: "2", link: "busybox" })),
    Buffer.alloc(1024),
  ]);
}

/** One entry in ustar format (POSIX.1-1988), times and owners zero. */
function entry(file: {
  name: string;
  mode: number;
  type: "0" | "2" | "5";
  content?: string | Buffer;
  link?: string;
}): Buffer {
  const content = Buffer.from(file.content ?? "");
  const header = Buffer.alloc(512);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  header.write(file.name, 0);
  header.write(octal(file.mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write("        ", 148);
  header.write(file.type, 156);
  header.write(file.link ?? "", 157);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
