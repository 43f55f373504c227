# One image for every service of Eventstage; the command selects one. Works with the classic builder and with BuildKit.
ARG NODE_VERSION=24.21.0

# The build stage; nothing of it is kept except the output.
FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /eventstage
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY grafana/ grafana/
COPY libs/ libs/
COPY apps/ apps/
RUN npm run build

# What the services need to run, without build tools. Our own optional packages are Node and PostgreSQL for machines that run
# the platform without containers. Optional packages of dependencies stay: codecs come as one native binary per system.
FROM node:${NODE_VERSION}-bookworm-slim AS packages
WORKDIR /eventstage
COPY package.json package-lock.json ./
COPY patches/ patches/
RUN npm pkg delete optionalDependencies \
  && npm ci --ignore-scripts --omit=dev --no-audit --no-fund \
  && node node_modules/patch-package/index.js --error-on-fail

FROM node:${NODE_VERSION}-bookworm-slim AS services
WORKDIR /eventstage
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY package.json ./
COPY --from=packages /eventstage/node_modules node_modules
COPY --from=build /eventstage/dist dist
# Detects a missing package here, and not in a service that cannot start.
RUN ["node", "dist/libs/messaging/index.js"]
# The image's own user node.
USER 1000
EXPOSE 3000
# Checks with the shell only: a Node process per check would cost more than an idle service.
HEALTHCHECK --interval=3s --timeout=2s --start-period=180s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
CMD ["node", "--version"]

# The two services of the video site have ffmpeg, which is larger than everything else.
FROM services AS video
USER 0
# hadolint ignore=DL3008
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /videos
ENV VIDEO_FOLDER=/videos
USER 1000
