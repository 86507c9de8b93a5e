import type { NextConfig } from "next";

const config: NextConfig = {
  reactCompiler: true,
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  // `npm run check` type-checks; doing it again here only makes the first start slower.
  typescript: { ignoreBuildErrors: true },
  transpilePackages: ["@mc/shared", "@mc/backend"],
  experimental: {
    turbopackRustReactCompiler: true,
    agentUpgrade: false,
    optimizePackageImports: ["radix-ui"],
    // Pages hold no data of their own (everything live comes over the socket), so a visited page may be reused.
    staleTimes: { dynamic: 300, static: 300 },
  },
};

export default config;
