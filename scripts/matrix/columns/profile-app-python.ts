import { join } from "node:path";
import { traveller } from "../harness/traveller.ts";

const config = join(import.meta.dirname, "../../../examples/app-python/hullproof.yaml");

export default traveller(65, "examples/app-python", {
  image: "hullproof-matrix/app-python:1",
  flags: ["--config", config],
});
