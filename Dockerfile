# Garner in a container: the project folder (crawlers/, config/, storage/) is a volume.
#
#   docker build -t garner .                              docker build --build-arg CHROMIUM=true -t garner:browser .
#   docker run --rm -v "$PWD:/project" garner crawl

FROM node:24.15.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npx tsc -p tsconfig.build.json

FROM node:24.15.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24.15.0-bookworm-slim
# A browser for pages that need one: some 400 MB more.
ARG CHROMIUM=false
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates tini $(if [ "$CHROMIUM" = true ]; then echo chromium; fi) \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json README.md LICENSE ./
COPY schemas ./schemas
COPY config/quality ./config/quality
RUN mkdir -p /project/storage && chown -R node:node /project && ln -s /app/dist/cli/start.js /usr/local/bin/garner && chmod +x /app/dist/cli/start.js
USER node
WORKDIR /project
VOLUME /project
ENV NODE_ENV=production
# The storage folder can be read, and is of this version; a crawl that is at work answers it, too.
HEALTHCHECK --interval=60s --timeout=20s --start-period=20s CMD ["garner", "status", "--json"]
# A signal reaches the crawl, which then finishes what is under way.
STOPSIGNAL SIGTERM
ENTRYPOINT ["tini", "--", "garner"]
CMD ["--help"]
