namespace ChefActors.ZooKeeper.Wire.Records;

/// <summary>The reply to a multi: a result per operation, each behind a <see cref="MultiHeader"/> with the operation's type or -1 for an error.</summary>
internal readonly record struct MultiResponse(IReadOnlyList<MultiResult> Results)
{
    public static MultiResponse Read(ref JuteReader reader)
    {
        var results = new List<MultiResult>();
        while (true)
        {
            var header = MultiHeader.Read(ref reader);
            if (header.Done) return new MultiResponse(results);
            results.Add(MultiResult.ReadBody(header, ref reader));
        }
    }

    /// <summary>The results as the caller sees them, into one array of about the right size.</summary>
    public static OperationResult[] ReadResults(ref JuteReader reader, Chroot chroot)
    {
        var results = new OperationResult[Math.Max(1, reader.Remaining / (MultiHeader.Size + StatRecord.Size))];
        var count = 0;
        while (true)
        {
            var header = MultiHeader.Read(ref reader);
            if (header.Done) break;
            if (count == results.Length) Array.Resize(ref results, 2 * count);
            var result = MultiResult.ReadBody(header, ref reader).Result;
            results[count++] = result.Path is null ? result : result with { Path = chroot.Strip(result.Path) };
        }

        Array.Resize(ref results, count);
        return results;
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Results.Count; i++) Results[i].Write(writer);
        MultiHeader.End.Write(writer);
    }
}
