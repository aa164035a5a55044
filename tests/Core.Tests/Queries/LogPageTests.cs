using System.Text.Json;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Tests.Queries;

public sealed class LogPageTests
{
    private static readonly Query.Log Asked = new("R1", null, 5, 100);

    [Fact]
    public void An_answer_that_holds_is_unpacked()
    {
        var page = LogPage.Read(Json(Answer()), Asked).Value!;
        Assert.Equal("hello"u8.ToArray(), page.Content);
        Assert.Equal(10, page.End);
    }

    [Fact]
    public void What_answers_something_else_is_refused()
    {
        LogAnswer[] wrong =
        [
            Answer() with { Command = "R2" },
            Answer() with { Command = "../x" },
            Answer() with { Attempt = 0 },
            Answer() with { Offset = 6 },
            Answer() with { Bytes = 101 },
            Answer() with { Bytes = -1 },
            Answer() with { Bytes = 4 },
            Answer() with { Size = -1 },
            Answer() with { Bytes = 0, Data = PackedBytes.Pack([], 1024).Data },
            Answer() with { Encoding = "zstd" },
            Answer() with { Data = "?" },
            Answer() with { What = "logs" },
        ];
        Assert.All(wrong, answer => Assert.Equal(ReasonCode.BadJson, LogPage.Read(Json(answer), Asked).Error?.Code));
        Assert.NotNull(LogPage.Read(Json(Answer()), Asked with { Attempt = 2 }).Error);
        Assert.NotNull(LogPage.Read(null, Asked).Error);
        Assert.NotNull(LogPage.Read(JsonSerializer.Deserialize<JsonElement>("""{"what":"log"}"""), Asked).Error);
        Assert.NotNull(LogPage.Read(JsonSerializer.Deserialize<JsonElement>("[]"), Asked).Error);
    }

    [Fact]
    public void Behind_the_end_of_a_log_there_is_nothing_and_that_holds() =>
        Assert.Empty(LogPage.Read(Json(Answer() with { Offset = 5, Size = 5, Bytes = 0, Data = PackedBytes.Pack([], 1024).Data }), Asked).Value!.Content);

    [Fact]
    public void The_largest_answer_fits_a_row_and_the_copy_at_the_node_says_what_it_left_out()
    {
        var bytes = new byte[Query.LogBytesAtMost];
        new Random(1).NextBytes(bytes);
        var (data, taken) = PackedBytes.Pack(bytes, LogAnswer.DataCharsAtMost);
        Assert.InRange(taken, 250_000, bytes.Length);
        var result = new CommandResult
        {
            Command = new string('R', 64),
            Rollout = new string('R', 64),
            Node = new string('n', 253),
            State = ResultState.Succeeded,
            Answer = Json(Answer() with { Command = new string('R', 64), Size = long.MaxValue, Data = data, Bytes = taken }),
        };
        var row = PayloadCodec.Read(ResultTrim.ForRow(result), PayloadJson.Default.CommandResult, PayloadLimits.ResultBytes).Value!;
        Assert.Equal((true, 0L), (row.Answer is not null, row.AnswerCutBytes));
        Assert.Equal(data, row.Answer!.Value.GetProperty("data").GetString());
        var copy = PayloadCodec.Read(ResultTrim.ForNode(result), PayloadJson.Default.CommandResult, PayloadLimits.NodeResultBytes).Value!;
        Assert.Null(copy.Answer);
        Assert.InRange(copy.AnswerCutBytes, data.Length, data.Length + 1024);
    }

    private static LogAnswer Answer() => new() { Command = "R1", Attempt = 1, Offset = 5, Bytes = 5, Size = 20, Data = PackedBytes.Pack("hello"u8, 1024).Data };

    private static JsonElement Json(LogAnswer answer) => PayloadCodec.Part(answer, PayloadJson.Default.LogAnswer);
}
