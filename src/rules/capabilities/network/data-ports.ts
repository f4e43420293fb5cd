/** Ports of programs that are made for their own network only: they hold the data, queue it or rule the cluster. From their documentation. */
const dataPorts: ReadonlyMap<string, string> = new Map([
  ["1433", "SQL Server"],
  ["1521", "Oracle Database"],
  ["2181", "ZooKeeper"],
  ["2375", "the Docker API without TLS"],
  ["2379", "etcd"],
  ["3306", "MySQL"],
  ["4369", "Erlang's port mapper"],
  ["5432", "PostgreSQL"],
  ["5672", "RabbitMQ"],
  ["5984", "CouchDB"],
  ["6379", "Redis"],
  ["7687", "Neo4j"],
  ["8086", "InfluxDB"],
  ["8500", "Consul"],
  ["9042", "Cassandra"],
  ["9092", "Kafka"],
  ["9200", "Elasticsearch"],
  ["9300", "Elasticsearch's cluster"],
  ["11211", "memcached"],
  ["15672", "RabbitMQ's management"],
  ["26257", "CockroachDB"],
  ["27017", "MongoDB"],
]);

/** The first of these ports in a port or a range, and its program. */
export function dataPortIn(target: string): { readonly port: string; readonly program: string } | undefined {
  const single = dataPorts.get(target);
  if (single !== undefined) return { port: target, program: single };
  const [, first, last] = /^(\d{1,5})-(\d{1,5})$/.exec(target) ?? [];
  if (first === undefined) return undefined;
  for (const [port, program] of dataPorts)
    if (Number(first) <= Number(port) && Number(port) <= Number(last)) return { port, program };
  return undefined;
}
