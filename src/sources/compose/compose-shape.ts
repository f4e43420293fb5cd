import { z } from "zod";

// The part that a workload needs; other keys are reported, not refused: https://github.com/compose-spec/compose-spec

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
    tmpfs: z.object({ size: scalar.optional(), mode: z.union([z.string(), z.number()]).optional() }).nullish(),
  }),
]);
const port = z.union([
  scalar,
  z.object({ target: z.union([z.number(), z.string()]), protocol: z.string().optional() }),
]);
const network = z.object({ aliases: z.array(z.string()).optional() }).nullable();
const fileReference = z.union([z.string(), z.looseObject({ source: z.string(), target: z.string().optional() })]);
const handedFiles = z.record(z.string(), z.looseObject({ file: z.string().optional() }).nullable()).optional();
const amount = z.union([z.number(), z.string().regex(/^-?\d{1,15}$/)]).transform(Number);
const ulimit = z.union([amount, z.object({ soft: amount.optional(), hard: amount.optional() })]);
const device = z.union([
  z.string(),
  z.looseObject({ source: z.string(), target: z.string().optional(), permissions: z.string().optional() }),
]);
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
  healthcheck: z
    .looseObject({
      test: words.optional(),
      disable: z.boolean().optional(),
      interval: scalar.optional(),
      start_period: scalar.optional(),
      retries: amount.optional(),
    })
    .optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), dependency)]).optional(),
  links: z.array(z.string()).optional(),
  networks: z.union([z.array(z.string()), z.record(z.string(), network)]).optional(),
  network_mode: z.string().optional(),
  container_name: z.string().optional(),
  working_dir: z.string().optional(),
  cap_add: z.array(scalar).nullish(),
  devices: z.array(device).nullish(),
  ulimits: z.record(z.string(), ulimit).nullish(),
  sysctls: z.union([z.array(z.string()), z.record(z.string(), scalar)]).nullish(),
  shm_size: scalar.optional(),
  tmpfs: many.nullish(),
  secrets: z.array(fileReference).nullish(),
  configs: z.array(fileReference).nullish(),
  user: scalar.optional(),
  stop_signal: z.string().optional(),
  stop_grace_period: z.string().optional(),
  profiles: many.optional(),
});

export const project = z.looseObject({
  name: z.string().optional(),
  services: z.record(z.string(), service),
  secrets: handedFiles,
  configs: handedFiles,
});

/** Each service is a container with its own limits; no project for a single machine has nearly as many. */
export const mostServices = 200;

export type ComposeService = z.infer<typeof service>;
export type HandedFiles = NonNullable<z.infer<typeof handedFiles>>;
