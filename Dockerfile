FROM node:24-slim

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional Node binaries are for machines with an older Node; this image has its own.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* && npm cache clean --force
COPY . .
RUN install --directory --owner=node --group=node /var/lib/kith node_modules/.cache/kith

USER node
ENV NODE_ENV=production KITH_DATA_DIR=/var/lib/kith KITH_HOST=0.0.0.0 PORT=3000
# Loads everything once, so that the first start need not compile it; with the flags of either, as V8 keeps code apart by them.
RUN ["node", "--max-semi-space-size=32", "--heap-growing-percent=300", "-r", "./scripts/compile-cache.cjs", "scripts/warm.ts"]
RUN ["node", "--max-semi-space-size=4", "--memory-saver-mode", "-r", "./scripts/compile-cache.cjs", "scripts/warm.ts"]
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# As `npm start` has it: what Node made of the files is kept for the next start.
CMD ["node", "--max-semi-space-size=32", "--heap-growing-percent=300", "-r", "./scripts/compile-cache.cjs", "src/main.ts"]
