# One image for every service of docker-compose.yml: the `seedbed` command and what it needs to run, nothing else.

# The manifests alone. The packages are installed from this stage's result, which changes only when a dependency does,
# and a new package of ours needs no line here.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages packages
RUN find packages -type f -not -path 'packages/*/package.json' -delete \
  && find packages -type d -empty -delete

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --loglevel=error --no-update-notifier
COPY tsconfig*.json ./
COPY scripts/bundle.mjs scripts/page.mjs scripts/
COPY packages packages
# What a program never reads goes: sources, declarations and maps.
RUN node node_modules/typescript/bin/tsc -b \
  && node scripts/page.mjs \
  && node scripts/bundle.mjs --final \
  && rm -rf packages/*/src packages/*/node_modules packages/*/tsconfig.json packages/*/vite.config.ts \
  && find packages \( -name '*.d.ts' -o -name '*.map' -o -name '.tsbuildinfo' \) -delete

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --loglevel=error --no-update-notifier

FROM node:24-bookworm-slim
ENV NODE_ENV=production
COPY --from=dependencies /app /app
COPY --from=build /app/packages /app/packages
COPY docker /app/docker
COPY scenarios /app/scenarios
# The user `node` owns the two folders that are written to, and nothing else.
RUN ln -s /app/packages/cli/bin/seedbed.js /usr/local/bin/seedbed \
  && install -d -o node -g node /content /torrent
USER node
WORKDIR /content
CMD ["seedbed", "--help"]
