using ChefActors.Controller.Console.Rendering;
using ChefActors.Controller.Planning.Plans;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A plan's file of this machine, read; or every fault of it.</summary>
internal static class PlanFile
{
    /// <summary>Reads it; <c>@FILE</c> in its target is looked for beside it.</summary>
    /// <exception cref="VerbFailure">It cannot be read.</exception>
    public static PlanReading Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[PlanYaml.BytesAtMost + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var beside = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
            return PlanReader.Read(bytes.AsSpan(0, length), name => File.ReadAllLines(Path.Combine(beside, name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.Usage, $"{file}: cannot be read: {SafeText.Line(e.Message)}; allowed: a plan in YAML, as docs/rollouts.md says");
        }
    }

    /// <summary>The plan of a file that holds.</summary>
    /// <exception cref="VerbFailure">It does not; the message has a line for every fault.</exception>
    public static PlanDocument ReadValid(string file) => Read(file) switch
    {
        PlanReading.Holds holds => holds.Plan,
        PlanReading.Faulty faulty => throw new VerbFailure(ExitCode.Usage, Told(file, faulty)),
        var other => throw new InvalidOperationException($"no kind of reading: {other}"),
    };

    /// <summary>A line for every fault.</summary>
    public static string Told(string file, PlanReading.Faulty faulty) => string.Join(
        Environment.NewLine,
        [.. faulty.Faults.Select(fault => SafeText.Line(fault.Line(file))), .. faulty.More > 0 ? [$"{file}: and {faulty.More} more"] : Array.Empty<string>()]);
}
