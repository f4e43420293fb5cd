import { lines } from "./lines.ts";

const unit = (...of: readonly string[]): string =>
  lines("[Container]", "Image=example/web:latest", "PodmanArgs=--privileged", ...of);

export const quadletPlaces: Readonly<Record<string, string>> = {
  "Environment=": unit("Environment=DB_PASSWORD=§"),
  "Environment=, in quotes": unit('Environment=TZ=UTC "DB_PASSWORD=§"'),
  "Environment=, address": unit("Environment=DB=postgres://app:§@db.acme.io/app"),
  "Exec=": unit("Exec=redis-server --requirepass §"),
  "Exec=, continued": unit("Exec=redis-server \\", "  --requirepass §"),
  "HealthCmd=": unit("HealthCmd=redis-cli -a § ping"),
  "Label=": unit("Label=db.password=§"),
  "PodmanArgs=": unit("PodmanArgs=--env DB_PASSWORD=§"),
  "LogOpt=": unit("LogOpt=splunk-token=§"),
  "Environment= of the service": lines("[Service]", "Environment=DB_PASSWORD=§", unit().trimEnd()),
  "key that is none": unit("DbPassword=§"),
};
