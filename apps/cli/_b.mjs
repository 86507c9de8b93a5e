const { webSourceHash, buildWeb } = await import("/work/wt/skillsweb/apps/cli/src/webBuild.ts");
console.log(await buildWeb(webSourceHash()));
