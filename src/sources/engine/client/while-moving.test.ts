import { expect, it } from "vitest";
import { Failure } from "../../../domain/failure.ts";
import { whileMoving } from "./while-moving.ts";

const refusal = (status: number, message: string): Failure =>
  new Failure("engine-refused", message, { hint: "", cause: Object.assign(new Error(message), { status }) });

it("retries while folders disappear, and reports other errors at once", async () => {
  let asked = 0;
  const moving = async (): Promise<string> => {
    if (++asked < 3) throw refusal(500, "readdirent: no such file or directory");
    return "changes";
  };
  expect(await whileMoving(moving)).toBe("changes");
  expect(asked).toBe(3);
  const gone = async (): Promise<string> => {
    asked++;
    throw refusal(404, "no such container");
  };
  await expect(whileMoving(gone)).rejects.toThrow("no such container");
  expect(asked).toBe(4);
});
