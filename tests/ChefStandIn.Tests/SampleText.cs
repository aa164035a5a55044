using System.Text;
using System.Text.RegularExpressions;

namespace ChefActors.ChefStandIn.Tests;

/// <summary>Masks what two runs of the same thing never share; everything else must be equal, byte by byte (text is Latin-1 for that).</summary>
internal static partial class SampleText
{
    internal static string Of(byte[] bytes, string root)
    {
        var text = Encoding.Latin1.GetString(bytes)
            .Replace(root, "", StringComparison.Ordinal)
            .Replace(" " + Identity.Remark, "", StringComparison.Ordinal)
            .Replace("\nNo key detected\n", "", StringComparison.Ordinal);
        text = LogTime().Replace(text, "[TIME]");
        text = FileTime().Replace(text, "TIME");
        text = TemporaryName().Replace(text, ".chef-TEMPORARY");
        text = Elapsed().Replace(text, " in NN seconds");
        text = Owner().Replace(text, "${before} PID${after}");
        text = SystemInfo().Replace(text, "${indent}${key}=MASKED");
        text = TracePlace().Replace(text, "${from}PLACE:in ");
        return HostNoise().Replace(text, "");
    }

    internal static string Sample(string name, string stream) =>
        File.Exists(PathOf(name, stream)) ? Of(File.ReadAllBytes(PathOf(name, stream)), "//none") : "";

    internal static string PathOf(string name, string extension) => Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.{extension}");

    [GeneratedRegex(@"\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00\]")]
    private static partial Regex LogTime();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9} \+0000")]
    private static partial Regex FileTime();

    [GeneratedRegex(@"\.chef-[^\s/]*?\d{8}-\d+-[0-9a-z]+")]
    private static partial Regex TemporaryName();

    [GeneratedRegex(@" in \d\d seconds")]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"(?<before>Chef Infra Client|seconds for) \d+(?<after> is running| to release)", RegexOptions.ExplicitCapture)]
    private static partial Regex Owner();

    [GeneratedRegex(@"^(?<indent> *)(?<key>platform|platform_version|ruby|program_name|executable)=.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SystemInfo();

    [GeneratedRegex(@"^(?<from>\tfrom )?\S*[^\s:]:\d+:in ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TracePlace();

    // An address in Ruby's memory, and a complaint about the machine on which the samples were taken.
    [GeneratedRegex(@"^.*(#<Proc:0x|shard_seed: Failed to get dmi).*\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex HostNoise();
}
