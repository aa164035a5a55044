using System.Text.Json;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;

namespace ChefActors.Core.Tests.Queries;

public sealed class QueryReaderTests
{
    [Theory]
    [InlineData("""{"what":"log","command":null,"offset":0,"limit":1024}""")]
    [InlineData("""{"what":"log","offset":-65536,"limit":65536,"command":"slot-2a","attempt":2,"new_field":{}}""")]
    [InlineData("""{"what":"log"}""")]
    [InlineData("""{"what":"logs","limit":5}""")]
    [InlineData("""{"what":"logs"}""")]
    public void A_question_that_holds_is_read_and_written_again_as_the_same(string json)
    {
        var query = Read(json).Value!;
        Assert.Equal(query, QueryReader.Read(query.ToJson()).Value);
    }

    [Fact]
    public void The_contracts_question_is_the_log_of_a_command_from_an_offset_on() =>
        Assert.Equal(new Query.Log("01JD", null, 10, 100), Read("""{"what":"log","command":"01JD","offset":10,"limit":100}""").Value);

    [Theory]
    [InlineData("""{"what":"system"}""")]
    [InlineData("""{"what":"rm -rf /"}""")]
    public void A_question_that_is_not_known_is_an_unsupported_version_and_names_those_that_are(string json)
    {
        var error = Read(json).Error!;
        Assert.Equal(ReasonCode.UnsupportedVersion, error.Code);
        Assert.Contains("log, logs", error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"log\"")]
    [InlineData("{}")]
    [InlineData("""{"what":7}""")]
    [InlineData("""{"what":"log","command":"../../etc/passwd"}""")]
    [InlineData("""{"what":"log","command":""}""")]
    [InlineData("""{"what":"log","command":17}""")]
    [InlineData("""{"what":"log","attempt":0}""")]
    [InlineData("""{"what":"log","attempt":"1"}""")]
    [InlineData("""{"what":"log","offset":1.5}""")]
    [InlineData("""{"what":"log","offset":9223372036854775808}""")]
    [InlineData("""{"what":"log","limit":0}""")]
    [InlineData("""{"what":"log","limit":2097153}""")]
    [InlineData("""{"what":"logs","limit":1001}""")]
    public void What_does_not_hold_is_bad_json(string json) => Assert.Equal(ReasonCode.BadJson, Read(json).Error?.Code);

    [Fact]
    public void A_command_without_a_question_asks_nothing() => Assert.Equal(ReasonCode.BadJson, QueryReader.Read(null).Error?.Code);

    private static Core.Znodes.PayloadReading<Query> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return QueryReader.Read(document.RootElement.Clone());
    }
}
