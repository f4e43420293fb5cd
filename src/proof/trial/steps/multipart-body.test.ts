import { expect, it } from "vitest";
import { multipartBody, multipartType } from "./multipart-body.ts";

it("sends fields and files that a form parser accepts", async () => {
  const body = multipartBody([
    { name: "title", value: "a\r\nb" },
    { name: 'f"x', hex: "00ff", filename: 'a"\n.bin' },
  ]);
  const form = await new Response(body, { headers: { "content-type": multipartType } }).formData();
  expect(form.get("title")).toBe("a\r\nb");
  const file = form.get('f"x') as File;
  expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 255]);
  expect(file.type).toBe("application/octet-stream");
});

it("pads the last file", () => {
  const parts = [
    { name: "f", value: "x", filename: "a" },
    { name: "t", value: "y" },
  ];
  const plain = multipartBody(parts).length;
  expect(multipartBody(parts, 1000)).toHaveLength(plain + 1000);
  expect(multipartBody(parts, -5)).toHaveLength(plain);
});
