import { Failure } from "../../src/domain/failure.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { ensureTinyImage } from "../images/tiny.ts";

/** Vitest's global set-up of the engine project: there is an engine, and it has the tiny image. */
export default async function setup(): Promise<void> {
  try {
    await ensureTinyImage(await connect());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Error(
      `The engine tests need a real Docker Engine. ${error.message} ${error.hint}\nWithout one, run the others: npx vitest run --project unit`,
      { cause: error },
    );
  }
}
