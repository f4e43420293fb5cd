/**
 * Spring, servers, search, messaging: the first table of `facts/packages/maven/known-groups.ts`, which documents the
 * row format. Written by hand 2026-11 from Maven Central's names of these artifacts and the packages of their class
 * files; `npm run java-names` compares the rows with lists of names.
 */
export const frameworks = `
org.springframework: spring spring-aop spring-asm spring-aspects spring-beans spring-context spring-context-indexer spring-context-support spring-core spring-core-test spring-dao spring-expression spring-instrument spring-instrument-tomcat spring-jcl spring-jdbc spring-jms spring-jpa spring-messaging spring-mock spring-orm spring-oxm spring-portlet spring-r2dbc spring-remoting spring-struts spring-support spring-test spring-tx spring-web spring-webflux spring-webmvc spring-webmvc-portlet spring-websocket | org/springframework org/aopalliance org/apache/commons/logging
org.springframework.ai: spring-ai-*
org.springframework.amqp: spring-amqp spring-amqp-client spring-rabbit spring-rabbit-* spring-rabbitmq-client
org.springframework.batch: spring-batch-*
org.springframework.boot: spring-boot spring-boot-*
org.springframework.cloud: spring-cloud-*
org.springframework.credhub: spring-credhub-*
org.springframework.data: spring-data-*
org.springframework.graphql: spring-graphql spring-graphql-test
org.springframework.grpc: spring-grpc-*
org.springframework.hateoas: spring-hateoas
org.springframework.integration: spring-integration-*
org.springframework.kafka: spring-kafka spring-kafka-test
org.springframework.ldap: spring-ldap-*
org.springframework.mobile: spring-mobile-*
org.springframework.modulith: spring-modulith-*
org.springframework.plugin: spring-plugin-*
org.springframework.pulsar: spring-pulsar spring-pulsar-*
org.springframework.restdocs: spring-restdocs-*
org.springframework.retry: spring-retry
org.springframework.security: spring-security-*
org.springframework.security.extensions: spring-security-saml2-core
org.springframework.security.kerberos: spring-security-kerberos-*
org.springframework.security.oauth: spring-security-oauth spring-security-oauth2
org.springframework.security.oauth.boot: spring-security-oauth2-autoconfigure
org.springframework.session: spring-session spring-session-*
org.springframework.shell: spring-shell-*
org.springframework.social: spring-social-*
org.springframework.statemachine: spring-statemachine-*
org.springframework.vault: spring-vault-core
org.springframework.webflow: spring-binding spring-faces spring-js spring-js-resources spring-webflow
org.springframework.ws: spring-ws-* spring-xml
org.springdoc: springdoc-openapi-*
io.springfox: springfox-* | springfox
de.codecentric: spring-boot-admin-*
com.alibaba.cloud: spring-cloud-alibaba-* spring-cloud-starter-alibaba-*
com.azure.spring: spring-cloud-azure-* spring-messaging-azure-*
com.google.cloud: spring-cloud-gcp-*
io.awspring.cloud: spring-cloud-aws-*
io.micrometer: micrometer-* context-propagation
io.projectreactor: reactor-core reactor-core-micrometer reactor-test reactor-tools | reactor
io.projectreactor.addons: reactor-adapter reactor-extra reactor-logback reactor-pool reactor-pool-micrometer | reactor
io.projectreactor.kafka: reactor-kafka | reactor/kafka
io.projectreactor.kotlin: reactor-kotlin-extensions | reactor/kotlin
io.projectreactor.netty: reactor-netty reactor-netty-* | reactor/netty reactor/ipc
io.projectreactor.rabbitmq: reactor-rabbitmq | reactor/rabbitmq
io.projectreactor.tools: blockhound blockhound-* | reactor/blockhound
io.reactivex<2: rxjava | rx io/reactivex
io.reactivex: rxjava-* rxnetty rxnetty-* | rx io/reactivex
io.reactivex.rxjava2: rxjava | io/reactivex
io.reactivex.rxjava3: rxjava | io/reactivex/rxjava3
io.rsocket: rsocket-*
io.r2dbc: r2dbc-*
io.asyncer: r2dbc-mysql
org.mariadb: r2dbc-mariadb | org/mariadb io/r2dbc
org.postgresql: r2dbc-postgresql | io/r2dbc
org.postgresql: postgresql
postgresql<9.2: postgresql | org/postgresql
org.apache.tomcat: tomcat-* | org/apache javax jakarta
org.apache.tomcat.embed: tomcat-embed-* | org/apache javax jakarta
org.apache.kafka: kafka kafka-* connect connect-api connect-basic-auth-extension connect-file connect-json connect-mirror connect-mirror-client connect-runtime connect-transforms trogdor | org/apache/kafka kafka
io.confluent: kafka-avro-serializer kafka-json-* kafka-protobuf-* kafka-schema-* kafka-connect-* kafka-streams-*-serde rest-utils | io/confluent
org.hibernate: hibernate hibernate-agroal hibernate-c3p0 hibernate-core hibernate-ehcache hibernate-entitymanager hibernate-envers hibernate-graalvm hibernate-hikaricp hibernate-infinispan hibernate-java8 hibernate-jcache hibernate-jpamodelgen hibernate-proxool hibernate-spatial hibernate-testing hibernate-vibur hibernate-annotations
org.hibernate.orm>=6: hibernate-agroal hibernate-c3p0 hibernate-community-dialects hibernate-core hibernate-envers hibernate-graalvm hibernate-hikaricp hibernate-jcache hibernate-jpamodelgen hibernate-micrometer hibernate-processor hibernate-proxool hibernate-scan-jandex hibernate-spatial hibernate-testing hibernate-ucp hibernate-vector hibernate-vibur
org.hibernate: hibernate-validator hibernate-validator-annotation-processor hibernate-validator-cdi hibernate-search hibernate-search-engine hibernate-search-orm
org.hibernate.common: hibernate-commons-annotations
org.hibernate.models: hibernate-models
org.hibernate.reactive: hibernate-reactive-*
org.hibernate.search>=6: hibernate-search-*
org.hibernate.validator>=6: hibernate-validator hibernate-validator-annotation-processor hibernate-validator-cdi
org.hibernate.javax.persistence: hibernate-jpa-* | javax/persistence
org.apache.lucene: lucene-*
org.apache.solr: solr-*
org.elasticsearch: elasticsearch elasticsearch-*
org.elasticsearch.client: elasticsearch-rest-client elasticsearch-rest-client-sniffer elasticsearch-rest-high-level-client transport
org.elasticsearch.plugin: aggs-matrix-stats-client elasticsearch-scripting-painless-spi lang-mustache-client mapper-extras-client parent-join-client percolator-client rank-eval-client reindex-client transport-netty4-client x-pack-core | org/elasticsearch
co.elastic.apm: elastic-apm-agent apm-agent-*
co.elastic.clients: elasticsearch-java elasticsearch-rest5-client
org.opensearch: opensearch opensearch-*
org.opensearch.client: opensearch-java opensearch-rest-client opensearch-rest-client-sniffer opensearch-rest-high-level-client
org.opensearch.plugin: aggs-matrix-stats-client analysis-common lang-mustache-client lang-painless mapper-extras-client opensearch-knn opensearch-scripting-painless-spi parent-join-client percolator-client rank-eval-client reindex-client transport-netty4-client | org/opensearch
org.opensearch.test: framework telemetry | org/opensearch
org.mortbay.jetty: jetty jetty-ajp jetty-embedded jetty-management jetty-naming jetty-plus jetty-setuid jetty-sslengine jetty-util jsp-2.1 jsp-api-2.1 servlet-api-2.5 servlet-api | org/mortbay javax/servlet
io.vertx: vertx-*
io.ktor: ktor-*
io.javalin: javalin javalin-*
io.jooby: jooby jooby-*
io.ratpack: ratpack-* | ratpack
io.micronaut: micronaut-aop micronaut-buffer-netty micronaut-context micronaut-context-propagation micronaut-core micronaut-core-* micronaut-discovery-core micronaut-function micronaut-function-* micronaut-graal micronaut-http micronaut-http-* micronaut-inject micronaut-inject-* micronaut-jackson-core micronaut-jackson-databind micronaut-json-core micronaut-management micronaut-messaging micronaut-retry micronaut-router micronaut-runtime micronaut-runtime-* micronaut-session micronaut-tracing micronaut-websocket
io.micronaut.data: micronaut-data-*
io.micronaut.security: micronaut-security micronaut-security-*
io.micronaut.serde: micronaut-serde-*
io.micronaut.sql: micronaut-jdbc micronaut-jdbc-* micronaut-hibernate-*
io.micronaut.test: micronaut-test-*
io.micronaut.kafka: micronaut-kafka micronaut-kafka-*
io.micronaut.reactor: micronaut-reactor micronaut-reactor-*
io.micronaut.aot: micronaut-aot-*
io.micronaut.cache: micronaut-cache-*
io.micronaut.views: micronaut-views-*
com.sparkjava: spark-core spark-debug-tools spark-kotlin spark-template-* | spark
com.typesafe.play: play play-* filters-helpers anorm cachecontrol twirl-api | play com/typesafe
org.playframework>=3: play play-* filters-helpers | play
org.grails: grails-* | grails org/grails
com.linecorp.armeria: armeria armeria-*
com.vaadin: vaadin-* flow-* hilla-*
org.zkoss.zk: zk zkbind zkplus zul zhtml | org/zkoss
org.zkoss.common: zcommon zweb zel | org/zkoss
org.restlet: org.restlet org.restlet.*
org.apereo.cas: cas-server-*
org.jgroups: jgroups jgroups-*
org.quartz-scheduler: quartz quartz-jobs | org/quartz
org.thymeleaf: thymeleaf thymeleaf-spring3 thymeleaf-spring4 thymeleaf-spring5 thymeleaf-spring6 thymeleaf-testing
org.thymeleaf.extras: thymeleaf-extras-*
nz.net.ultraq.thymeleaf: thymeleaf-layout-dialect thymeleaf-expression-processor
gg.jte: jte jte-*
io.grpc: grpc-*
com.graphql-java: graphql-java graphql-java-* java-dataloader | graphql org/dataloader
com.netflix.archaius: archaius-*
com.netflix.eureka: eureka-*
com.netflix.graphql.dgs: graphql-dgs graphql-dgs-*
com.netflix.hystrix: hystrix-*
com.netflix.ribbon: ribbon ribbon-*
com.netflix.servo: servo-*
com.netflix.zuul: zuul-core
io.github.resilience4j: resilience4j-*
org.axonframework: axon-*
io.axoniq: axonserver-*
com.hazelcast: hazelcast hazelcast-*
com.hivemq: hivemq-*
com.rabbitmq: amqp-client stream-client
org.jobrunr: jobrunr jobrunr-*
io.modelcontextprotocol.sdk: mcp mcp-*
dev.langchain4j: langchain4j langchain4j-*
com.anthropic: anthropic-java anthropic-java-*
com.openai: openai-java openai-java-*
`;
