import { traveller } from "../harness/traveller.ts";

const query = "psql -h 127.0.0.1 -U postgres -Atqc";
const flags = [
  "--port",
  "5432",
  "--exec",
  `${query} 'create table if not exists t (n int)'`,
  "--exec",
  `${query} 'insert into t values (1)'`,
];

export default traveller(64, "postgresql", { image: "hullproof-test/postgresql:1", flags });
