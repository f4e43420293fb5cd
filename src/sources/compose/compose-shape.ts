import { z } from "zod";

// As far as a workload needs it; keys beside these are reported, not refused: https://github.com/compose-spec/compose-spec

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const words = z.union([z.string(), z.array(scalar)]);
const many = z.union([scalar.transform((one) => [one]), z.array(scalar)]);

const volume = z.union([
  z.string(),
  z.object({
    type: z.string().default("volume"),
    source: z.string().optional(),
    target: z.string(),
    read_only: z.boolean().optional(),
  }),
]);
const port = z.union([scalar, z.object({ target: z.coerce.number(), protocol: z.string().optional() })]);
const network = z.object({ aliases: z.array(z.string()).optional() }).nullable();
const dependency = z.object({ condition: z.string().default("service_started") });

export const service = z.looseObject({
  image: z.string().optional(),
  build: z.unknown().optional(),
  command: words.nullish(),
  entrypoint: words.nullish(),
  environment: z.union([z.array(scalar), z.record(z.string(), scalar.nullable())]).optional(),
  env_file: z
    .union([z.string().transform((one) => [one]), z.array(z.union([z.string(), z.object({ path: z.string() })]))])
    .optional(),
  volumes: z.array(volume).optional(),
  ports: z.array(port).optional(),
  expose: z.array(scalar).optional(),
  healthcheck: z.looseObject({ test: words.optional(), disable: z.boolean().optional() }).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), dependency)]).optional(),
  links: z.array(z.string()).optional(),
  networks: z.union([z.array(z.string()), z.record(z.string(), network)]).optional(),
  network_mode: z.string().optional(),
  container_name: z.string().optional(),
  user: scalar.optional(),
  stop_signal: z.string().optional(),
  stop_grace_period: z.string().optional(),
  profiles: many.optional(),
});

export const project = z.looseObject({
  name: z.string().optional(),
  services: z.record(z.string(), service),
});

/** Each is a container with limits of its own; no project that is tried on one machine comes near. */
export const mostServices = 200;

export type ComposeService = z.infer<typeof service>;
