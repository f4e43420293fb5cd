// The main job on the Python example; what it ends with is verified by the run itself.
import { hardenedExample } from "./hardened-example.ts";

await hardenedExample("python");
