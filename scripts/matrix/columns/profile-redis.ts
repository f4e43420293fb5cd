import { traveller } from "../harness/traveller.ts";

const flags = ["--port", "6379", "--exec", "redis-cli incr count", "--exec", "redis-cli save"];

export default traveller(63, "redis", { image: "hullproof-test/redis:1", flags });
