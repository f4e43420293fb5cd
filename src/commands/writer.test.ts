import { EventEmitter } from "node:events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openWriter } from "./writer.ts";

/** A pipe that accepts everything, or fails with `code`. */
class Pipe extends EventEmitter {
  readonly fd = -1;
  text = "";
  readonly #code: string | undefined;
  constructor(code?: string) {
    super();
    this.#code = code;
  }
  write(text: string, done: (error?: Error | null) => void): boolean {
    const error = this.#code === undefined ? undefined : Object.assign(new Error("write"), { code: this.#code });
    this.text += text;
    setImmediate(() => {
      if (error !== undefined) this.emit("error", error);
      done(error);
    });
    return true;
  }
}

function writerTo(pipe: Pipe, colour = false) {
  return openWriter(pipe as unknown as Parameters<typeof openWriter>[0], { name: "stdout", colour, live: colour });
}

describe("openWriter", () => {
  it("breaks commands that span several writes", () => {
    const bits = ["::", ":", " ", "#", "##", "[x]", "vso[a]", "section_", "start:1", "a", "\n"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 10 }), (parts) => {
        const pipe = new Pipe();
        const writer = writerTo(pipe);
        for (const part of parts) writer.write(part);
        expect(pipe.text).not.toMatch(/^[^\S\n]*::|##(?:vso)?\[|section_start:/m);
      }),
    );
  });

  it("erases a redrawn line once, and never later output", () => {
    const pipe = new Pipe();
    const writer = writerTo(pipe, true);
    writer.clearLine();
    expect(pipe.text).toBe("");
    writer.redraw("turning");
    writer.clearLine();
    writer.clearLine();
    expect(pipe.text).toBe("\r\u001b[2Kturning\r\u001b[2K");
    writer.redraw("done");
    writer.write("\n");
    writer.clearLine();
    expect(pipe.text.endsWith("done\n")).toBe(true);
  });

  it("redraws only one line", () => {
    const pipe = new Pipe();
    writerTo(pipe, true).redraw("a\u001b[2Jb\nc\rd");
    expect(pipe.text).toBe(String.raw`${"\r\u001b[2K"}a\x1b[2Jb c\rd`);
  });

  it.each([
    ["ENOSPC", "cannot-write", "no space is left on the device"],
    ["EIO", "cannot-write", "the device reports an error"],
  ])("reports %s once, as %s", async (code, failure, words) => {
    const writer = writerTo(new Pipe(code));
    writer.write("a\n");
    writer.write("b\n");
    const trouble = await writer.flush();
    expect(trouble?.code).toBe(failure);
    expect(trouble?.message).toContain(words);
  });

  it("ends silently if the reader closes the pipe", async () => {
    const pipe = new Pipe("EPIPE");
    const writer = writerTo(pipe);
    writer.write("a\n");
    expect(await writer.flush()).toBeUndefined();
    writer.write("b\n");
    expect(await writer.flush()).toBeUndefined();
  });

  it("waits for pending writes in flush", async () => {
    const pipe = new Pipe();
    const writer = writerTo(pipe);
    writer.write("a\n");
    expect(await writer.flush()).toBeUndefined();
    expect(pipe.text).toBe("a\n");
  });
});
