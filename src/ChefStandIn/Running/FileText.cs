using System.Security.Cryptography;
using System.Text;
using ChefActors.ChefStandIn.Output;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>A file resource with content: Chef's words for its update, and, where the scenario asks, the update itself.</summary>
internal static class FileText
{
    /// <summary>Really brings the file to its content; whether that changed it. In why-run it only looks.</summary>
    internal static bool Write(Step step, bool whyRun)
    {
        var wanted = Encoding.UTF8.GetBytes(step.Content!);
        if (File.Exists(step.Name) && File.ReadAllBytes(step.Name).AsSpan().SequenceEqual(wanted))
            return false;
        if (!whyRun)
            File.WriteAllBytes(step.Name, wanted);
        return true;
    }

    internal static List<string> Changes(Step step)
    {
        var bytes = Encoding.UTF8.GetBytes(step.Content!);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..6];
        var lines = step.Content!.TrimEnd('\n').Split('\n');
        var stem = Path.GetFileNameWithoutExtension(step.Name);
        var suffix = $"{Timestamps.Day()}-{Environment.ProcessId}-{digest}{Path.GetExtension(step.Name)}";
        var changes = new List<string>
        {
            $"- create new file {step.Name}",
            $"- update content in file {step.Name} from none to {digest}",
            $"--- {step.Name}\t{Timestamps.Precise()}",
            $"+++ {Path.GetDirectoryName(step.Name)}/.chef-{stem}{suffix}\t{Timestamps.Precise()}",
            lines.Length == 1 ? "@@ -1 +1,2 @@" : $"@@ -1,{lines.Length} +1,{2 * lines.Length} @@",
        };
        foreach (var line in lines)
            changes.Add("+" + line);
        return changes;
    }
}
