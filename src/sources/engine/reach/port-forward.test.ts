import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { openTcpForward, openUdpForward, type Carried } from "./port-forward.ts";

/** Frames output of an exec like the engine; here it is the reversed input. */
function frame(bytes: Buffer, kind = 1): Buffer {
  const header = Buffer.alloc(8);
  header[0] = kind;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

const turned = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString("latin1").split("").toReversed().join(""), "latin1");

/** An exec that replies to each write, and ends with its input. */
const echo = async (): Promise<Carried> => {
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _, done) {
      this.push(frame(Buffer.from("noise"), 2));
      this.push(frame(turned(chunk)));
      done();
    },
    final(done) {
      this.push(null);
      done();
    },
  });
  return { stream, failed: async () => false };
};

/** An exec whose program ends at once. */
const ends = (failed: boolean) => async (): Promise<Carried> => {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  stream.push(null);
  return { stream, failed: async () => failed };
};

test("forwards each connection both ways until the other side closes", async () => {
  const door = await openTcpForward(echo);
  onTestFinished(door.close);
  const ask = async (word: string) => {
    const socket = connect({ host: "127.0.0.1", port: door.port, allowHalfOpen: true });
    socket.end(word);
    return text(socket);
  };
  expect(await Promise.all(["abc", "drawer", "x".repeat(100_000)].map(ask))).toEqual([
    "cba",
    "reward",
    "x".repeat(100_000),
  ]);
});

test("resets the connection if nothing listens, and ends a silent one", async () => {
  const outcome = async (exec: () => Promise<Carried>) => {
    const door = await openTcpForward(exec);
    onTestFinished(door.close);
    const socket = connect({ host: "127.0.0.1", port: door.port });
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.once("end", () => resolve("ended"));
    socket.resume();
    return promise;
  };
  expect(await outcome(ends(true))).toBe("ECONNRESET");
  expect(await outcome(async () => Promise.reject(new Error("the engine is gone")))).toBe("ECONNRESET");
  const quiet = await openTcpForward(ends(false));
  onTestFinished(quiet.close);
  const socket = connect({ host: "127.0.0.1", port: quiet.port });
  expect(await text(socket)).toBe("");
});

test("forwards datagrams of each sender through a separate exec", async () => {
  let made = 0;
  const door = await openUdpForward(() => {
    made++;
    return echo();
  });
  onTestFinished(door.close);
  const senders = [createSocket("udp4"), createSocket("udp4")];
  onTestFinished(() => senders.forEach((sender) => sender.close()));
  const ask = async (sender: (typeof senders)[number], word: string) => {
    sender.send(word, door.port, "127.0.0.1");
    const [answer] = (await once(sender, "message")) as [Buffer];
    return answer.toString();
  };
  const [one, other] = senders;
  if (one === undefined || other === undefined) throw new Error("no senders");
  expect([await ask(one, "abc"), await ask(one, "xyz"), await ask(other, "drawer")]).toEqual(["cba", "zyx", "reward"]);
  expect(made).toBe(2);
});
