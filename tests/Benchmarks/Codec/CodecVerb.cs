using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Codec;

/// <summary><c>./bench codec</c>: what one message costs to write and to read, by BenchmarkDotNet.</summary>
internal static class CodecVerb
{
    /// <summary>The verb.</summary>
    internal static Command Create()
    {
        var command = new Command("codec", "the ZooKeeper codec: time and bytes for one message, by BenchmarkDotNet");
        command.SetAction(_ => Run());
        return command;
    }

    /// <summary>In this process: a project that BenchmarkDotNet would generate does not know where this repository puts what it builds.</summary>
    private static int Run()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .WithArtifactsPath(Repository.PathOf("artifacts", "bench", "codec"));
        var summary = BenchmarkRunner.Run<CodecBenchmarks>(config);
        return summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success) ? 1 : 0;
    }
}
