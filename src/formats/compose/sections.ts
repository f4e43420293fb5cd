import { jobShape, serviceShape } from "./service-shape.ts";
import type { Shape } from "./shape.ts";

const file: Shape = {
  name: "text",
  file: "text",
  environment: "text",
  content: "text",
  external: "flag",
  labels: "pairs",
  driver: "text",
  driver_opts: "options",
  template_driver: "text",
};

/** The sections of a file. */
export const sections = new Map<string, Shape>([
  [
    "networks",
    {
      name: "text",
      driver: "text",
      driver_opts: "options",
      ipam: {
        always: {
          driver: "text",
          config: { list: { subnet: "text", gateway: "text", ip_range: "text", aux_addresses: "pairs" } },
          options: "pool-options",
        },
      },
      external: "flag",
      internal: "flag",
      attachable: "flag",
      labels: "pairs",
      enable_ipv4: "flag?",
      enable_ipv6: "flag?",
    },
  ],
  ["volumes", { name: "text", driver: "text", driver_opts: "options", external: "flag", labels: "pairs" }],
  ["secrets", file],
  ["configs", file],
  ["models", { name: "text", model: "text", context_size: "number", runtime_flags: "texts" }],
  ["services", serviceShape],
  ["jobs", jobShape],
]);
