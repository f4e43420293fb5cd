// The main job on the TypeScript example.
import { hardenedExample } from "./hardened-example.ts";

await hardenedExample("typescript");
